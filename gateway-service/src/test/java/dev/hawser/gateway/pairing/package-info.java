/** Tests of the package of the same name. */
@NullMarked
package dev.hawser.gateway.pairing;

import org.jspecify.annotations.NullMarked;
