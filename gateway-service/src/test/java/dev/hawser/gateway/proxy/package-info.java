@NullMarked
package dev.hawser.gateway.proxy;

import org.jspecify.annotations.NullMarked;
