/** The pool of connections at its limits. */
@NullMarked
package dev.hawser.gateway.store;

import org.jspecify.annotations.NullMarked;
