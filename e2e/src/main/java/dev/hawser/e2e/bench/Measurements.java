package dev.hawser.e2e.bench;

import dev.hawser.e2e.bench.path.PathSmall;
import dev.hawser.e2e.bench.path.PathThroughput;
import dev.hawser.e2e.bench.runs.AgentRows;
import dev.hawser.e2e.bench.runs.Backlogs;
import dev.hawser.e2e.bench.runs.BrokerFailover;
import dev.hawser.e2e.bench.runs.Failovers;
import dev.hawser.e2e.bench.runs.Latencies;
import dev.hawser.e2e.bench.runs.Rates;
import dev.hawser.e2e.bench.runs.Viewers;
import dev.hawser.e2e.bench.tunnel.CoreCuts;
import dev.hawser.e2e.bench.tunnel.CoreFar;
import dev.hawser.e2e.bench.tunnel.CoreMemory;
import dev.hawser.e2e.bench.tunnel.CoreProbe;
import dev.hawser.e2e.bench.tunnel.CoreSmall;
import dev.hawser.e2e.bench.tunnel.CoreThroughput;
import java.util.List;

/** All measurements, in the order in which they run. */
final class Measurements {

    static final List<Measurement> ALL = List.of(
            new CoreThroughput(),
            new CoreSmall(),
            new CoreProbe(),
            new CoreMemory(),
            new CoreFar(),
            new CoreCuts(),
            new PathThroughput(),
            new PathSmall(),
            new Latencies(),
            new Viewers(),
            new Rates(),
            new Backlogs(),
            new Failovers(),
            new BrokerFailover(),
            new AgentRows());

    private Measurements() {}
}
