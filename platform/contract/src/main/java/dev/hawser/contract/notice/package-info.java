/** Hints that something was done. */
@NullMarked
package dev.hawser.contract.notice;

import org.jspecify.annotations.NullMarked;
