/** How people sign in and out. */
@NullMarked
package dev.hawser.gateway.signin;

import org.jspecify.annotations.NullMarked;
