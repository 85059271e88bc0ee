/** What every HTTP exchange has in common: security headers, JSON rules, limits. */
@NullMarked
package dev.hawser.gateway.web;

import org.jspecify.annotations.NullMarked;
