/** The link agent: the program that people keep running on their desktop. */
@NullMarked
package dev.hawser.agent;

import org.jspecify.annotations.NullMarked;
