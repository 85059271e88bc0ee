/** What happened to somebody's credentials and links, for them and for the admins of their tenant. */
@NullMarked
package dev.hawser.gateway.audit;

import org.jspecify.annotations.NullMarked;
