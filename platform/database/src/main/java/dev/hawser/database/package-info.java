/** The schema: its migrations, who applies them, and how services check its version. */
@NullMarked
package dev.hawser.database;

import org.jspecify.annotations.NullMarked;
