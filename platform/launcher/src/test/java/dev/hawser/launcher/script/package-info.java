/** Tests of the script {@code hawser}. */
@NullMarked
package dev.hawser.launcher.script;

import org.jspecify.annotations.NullMarked;
