/** Threads: create, list, read, rename and delete. */
@NullMarked
package dev.hawser.gateway.thread;

import org.jspecify.annotations.NullMarked;
