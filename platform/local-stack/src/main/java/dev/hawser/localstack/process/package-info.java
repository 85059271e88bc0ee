/** Child processes that are started, signalled, watched and never outlive their parent. */
@NullMarked
package dev.hawser.localstack.process;

import org.jspecify.annotations.NullMarked;
