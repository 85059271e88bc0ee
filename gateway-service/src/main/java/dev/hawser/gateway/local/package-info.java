/** Local mode: the built-in user, its credentials in files of its own folder, and one-time sign-in links. */
@NullMarked
package dev.hawser.gateway.local;

import org.jspecify.annotations.NullMarked;
