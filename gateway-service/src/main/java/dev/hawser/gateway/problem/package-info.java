/** Refusals: one exception, and the one place that turns failures into RFC 9457 documents. */
@NullMarked
package dev.hawser.gateway.problem;

import org.jspecify.annotations.NullMarked;
