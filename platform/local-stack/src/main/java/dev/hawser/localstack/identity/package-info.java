/** The operator, the accounts and the users of a local NATS server. */
@NullMarked
package dev.hawser.localstack.identity;

import org.jspecify.annotations.NullMarked;
