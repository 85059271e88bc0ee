/** What produces the output of a run: the contract that every harness keeps, on desktops and in the cluster. */
@NullMarked
package dev.hawser.harness;

import org.jspecify.annotations.NullMarked;
