/** What watchers of threads, runs and links are told. */
@NullMarked
package dev.hawser.contract.event;

import org.jspecify.annotations.NullMarked;
