/** Tests of the catalogue. */
@NullMarked
package dev.hawser.jetstream.catalogue;

import org.jspecify.annotations.NullMarked;
