/** Real servers, and a stand-in for dispatch that writes what dispatch would write. */
@NullMarked
package dev.hawser.projector.lab;

import org.jspecify.annotations.NullMarked;
