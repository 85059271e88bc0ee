/** What agents talk to in tests: a real NATS server, and stand-ins for the services beyond it. */
@NullMarked
package dev.hawser.agent.farside;

import org.jspecify.annotations.NullMarked;
