/** The main job, end to end: a message is answered by a program on the desktop and stored whole. */
@NullMarked
package dev.hawser.e2e.path;

import org.jspecify.annotations.NullMarked;
