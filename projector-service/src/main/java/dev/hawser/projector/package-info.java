/** The projector: folds the logs of runs into Postgres, one leader per partition. */
@NullMarked
package dev.hawser.projector;

import org.jspecify.annotations.NullMarked;
