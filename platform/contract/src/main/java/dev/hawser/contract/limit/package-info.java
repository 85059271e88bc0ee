/** Numbers that bound everything. */
@NullMarked
package dev.hawser.contract.limit;

import org.jspecify.annotations.NullMarked;
