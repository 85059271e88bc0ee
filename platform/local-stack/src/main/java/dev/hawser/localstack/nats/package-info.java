/** Finding or fetching nats-server, and running it in operator mode. */
@NullMarked
package dev.hawser.localstack.nats;

import org.jspecify.annotations.NullMarked;
