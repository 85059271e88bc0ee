/** Tests of the schema. */
@NullMarked
package dev.hawser.database;

import org.jspecify.annotations.NullMarked;
