/** Commands from HW_COMMANDS, carried out once, in order, each in one transaction. */
@NullMarked
package dev.hawser.dispatch.intake;

import org.jspecify.annotations.NullMarked;
