/** Messages: accept one and see it through intake, list what is settled, and show the queue. */
@NullMarked
package dev.hawser.gateway.message;

import org.jspecify.annotations.NullMarked;
