/** The stable codes of everything that can be refused or fail. */
@NullMarked
package dev.hawser.contract.error;

import org.jspecify.annotations.NullMarked;
