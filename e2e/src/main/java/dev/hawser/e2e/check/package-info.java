/** What must hold of every run, looked up in the log, the tables and the API after whatever has happened. */
@NullMarked
package dev.hawser.e2e.check;

import org.jspecify.annotations.NullMarked;
