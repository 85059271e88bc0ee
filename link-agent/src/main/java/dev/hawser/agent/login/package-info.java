/** Linking this desktop to an account, and letting go of it (RFC 8628, RFC 7009). */
@NullMarked
package dev.hawser.agent.login;

import org.jspecify.annotations.NullMarked;
