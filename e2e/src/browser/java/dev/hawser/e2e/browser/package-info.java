/** The console in a real browser. */
@NullMarked
package dev.hawser.e2e.browser;

import org.jspecify.annotations.NullMarked;
