package dev.hawser.tunnel.flow;

import dev.hawser.tunnel.TunnelOptions;
import dev.hawser.tunnel.engine.Budget;
import dev.hawser.tunnel.engine.Clock;
import dev.hawser.tunnel.engine.Turns;

/**
 * What all bodies of one end share.
 *
 * @param turns who may send now
 * @param budget what all of them may hold together
 */
public record FlowSettings(TunnelOptions options, Clock clock, Turns turns, Budget budget) {}
