/** Tests of threads. */
@NullMarked
package dev.hawser.gateway.thread;

import org.jspecify.annotations.NullMarked;
