/** The HTTP API as a client from outside sees it. */
@NullMarked
package dev.hawser.e2e.api;

import org.jspecify.annotations.NullMarked;
