/** Asking a question over the HTTP API and streaming its answer. */
@NullMarked
package dev.hawser.launcher.ask;

import org.jspecify.annotations.NullMarked;
