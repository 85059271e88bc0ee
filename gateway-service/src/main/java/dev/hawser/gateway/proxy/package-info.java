/** Carries requests of clients to what their desktops expose: streamed both ways, never buffered (design 02, 06). */
@NullMarked
package dev.hawser.gateway.proxy;

import org.jspecify.annotations.NullMarked;
