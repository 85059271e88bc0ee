/** How a desktop gets its link: a code on its screen that a person who is signed in confirms (RFC 8628). */
@NullMarked
package dev.hawser.gateway.pairing;

import org.jspecify.annotations.NullMarked;
