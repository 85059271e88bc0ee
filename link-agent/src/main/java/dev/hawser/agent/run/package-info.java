/** The runs that execute here: acceptance, the harness at work, its end, and what happens after a crash. */
@NullMarked
package dev.hawser.agent.run;

import org.jspecify.annotations.NullMarked;
