/** When this pod may work: schema, streams and connections are there. */
@NullMarked
package dev.hawser.dispatch.ready;

import org.jspecify.annotations.NullMarked;
