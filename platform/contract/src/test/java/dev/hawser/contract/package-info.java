/** Tests that pin every shape of the contract, byte by byte. */
@NullMarked
package dev.hawser.contract;

import org.jspecify.annotations.NullMarked;
