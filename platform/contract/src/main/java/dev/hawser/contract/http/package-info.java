/** Bodies of the HTTP API. */
@NullMarked
package dev.hawser.contract.http;

import org.jspecify.annotations.NullMarked;
