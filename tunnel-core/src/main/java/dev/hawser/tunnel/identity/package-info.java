/** Who asks: signed statements of calling services, and their verification by hosts. */
@NullMarked
package dev.hawser.tunnel.identity;

import org.jspecify.annotations.NullMarked;
