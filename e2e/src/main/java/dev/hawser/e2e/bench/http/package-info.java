/** HTTP/1.1 over blocking sockets with next to no cost of its own: the outer ends of every measured path. */
@NullMarked
package dev.hawser.e2e.bench.http;

import org.jspecify.annotations.NullMarked;
