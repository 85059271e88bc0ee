/** The bytes that are sent, and their hashes. */
@NullMarked
package dev.hawser.e2e.bench.body;

import org.jspecify.annotations.NullMarked;
