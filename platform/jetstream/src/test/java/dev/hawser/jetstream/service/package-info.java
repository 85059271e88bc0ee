/** The beans of this module in a running service. */
@NullMarked
package dev.hawser.jetstream.service;

import org.jspecify.annotations.NullMarked;
