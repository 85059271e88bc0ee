@NullMarked
package dev.hawser.gateway.problem;

import org.jspecify.annotations.NullMarked;
