/** What the gateway accepts and dispatch carries out. */
@NullMarked
package dev.hawser.contract.command;

import org.jspecify.annotations.NullMarked;
