/** What operators see of the projector: metrics and readiness. */
@NullMarked
package dev.hawser.projector.observe;

import org.jspecify.annotations.NullMarked;
