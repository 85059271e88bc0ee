/** What every part agrees on: ids, subjects, records, bodies, codes and limits. */
@NullMarked
package dev.hawser.contract;

import org.jspecify.annotations.NullMarked;
