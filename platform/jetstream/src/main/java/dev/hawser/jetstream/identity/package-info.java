/** In whose name this service asks links (design 02, Security). */
@NullMarked
package dev.hawser.jetstream.identity;

import org.jspecify.annotations.NullMarked;
