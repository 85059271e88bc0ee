/** Which system tests share one system, and so run one after the other in one JVM, beside the others. */
@NullMarked
package dev.hawser.e2e.suites;

import org.jspecify.annotations.NullMarked;
