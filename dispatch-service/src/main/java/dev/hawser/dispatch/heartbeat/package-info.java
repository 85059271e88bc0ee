/** What agents tell about the runs they hold: heartbeat, sync and release. */
@NullMarked
package dev.hawser.dispatch.heartbeat;

import org.jspecify.annotations.NullMarked;
