/** The harness that answers with what it was told, for first contact and for tests. */
@NullMarked
package dev.hawser.harness.echo;

import org.jspecify.annotations.NullMarked;
