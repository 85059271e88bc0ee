/** Tests of the package of the same name. */
@NullMarked
package dev.hawser.gateway.signin;

import org.jspecify.annotations.NullMarked;
