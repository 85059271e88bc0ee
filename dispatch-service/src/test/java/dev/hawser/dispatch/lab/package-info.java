/** What the tests of dispatch have around them: real servers, a real tunnel host as the desktop, and the projector's part. */
@NullMarked
package dev.hawser.dispatch.lab;

import org.jspecify.annotations.NullMarked;
