/** The catalogue of JetStream streams and key-value buckets. */
@NullMarked
package dev.hawser.contract.jetstream;

import org.jspecify.annotations.NullMarked;
