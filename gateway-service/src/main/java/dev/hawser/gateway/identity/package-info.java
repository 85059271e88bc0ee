/** Who calls: API tokens, link tokens and session cookies become a principal before any route runs. */
@NullMarked
package dev.hawser.gateway.identity;

import org.jspecify.annotations.NullMarked;
