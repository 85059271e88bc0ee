/** {@code ./hawser bench}: measures Hawser beside what it stands on. */
@NullMarked
package dev.hawser.e2e.bench;

import org.jspecify.annotations.NullMarked;
