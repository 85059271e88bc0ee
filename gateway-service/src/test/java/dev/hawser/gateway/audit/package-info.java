/** Tests of the package of the same name. */
@NullMarked
package dev.hawser.gateway.audit;

import org.jspecify.annotations.NullMarked;
