/** Tests of what is written for people. */
@NullMarked
package dev.hawser.e2e.docs;

import org.jspecify.annotations.NullMarked;
