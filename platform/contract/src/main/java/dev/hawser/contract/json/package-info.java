/** How all shapes are written as JSON. */
@NullMarked
package dev.hawser.contract.json;

import org.jspecify.annotations.NullMarked;
