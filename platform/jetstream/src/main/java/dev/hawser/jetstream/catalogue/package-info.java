/** The JetStream streams and buckets: dispatch creates them, everybody checks them. */
@NullMarked
package dev.hawser.jetstream.catalogue;

import org.jspecify.annotations.NullMarked;
