/** Every subject outside the tunnel, the partitions in them, and who may use which. */
@NullMarked
package dev.hawser.contract.subject;

import org.jspecify.annotations.NullMarked;
