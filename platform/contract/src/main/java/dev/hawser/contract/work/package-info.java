/** What a runner gets to execute. */
@NullMarked
package dev.hawser.contract.work;

import org.jspecify.annotations.NullMarked;
