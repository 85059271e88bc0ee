/** Ids: their kinds, their text form, and how ids given by clients turn into ours. */
@NullMarked
package dev.hawser.contract.id;

import org.jspecify.annotations.NullMarked;
