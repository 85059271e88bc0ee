/** The rules of the layout: who may depend on whom, and where subjects and statements are spelled. */
@NullMarked
package dev.hawser.e2e.architecture;

import org.jspecify.annotations.NullMarked;
