package dev.hawser.dispatch.log;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The log ends that this pod knows; at its limit the one that was used longest ago is forgotten and read again. */
@ApplicationScoped
public class OpenRuns {

    private static final float LOAD = 0.75f;
    private static final int INITIAL = 64;

    private final int limit;
    private final Map<String, OpenRun> runs = new LinkedHashMap<>(INITIAL, LOAD, true);

    OpenRuns(LogConfig config, MeterRegistry metrics) {
        this.limit = config.cachedEnds();
        metrics.gauge("hawser_dispatch_open_runs", this, OpenRuns::size);
    }

    /** What is known of a run. */
    public synchronized Optional<OpenRun> find(String run) {
        return Optional.ofNullable(runs.get(run));
    }

    /** Forgets a run: its row and its log are read before the next append. */
    public synchronized void forget(String run) {
        runs.remove(run);
    }

    /** Forgets all of them: the JetStream stream is another one, or has another leader. */
    public synchronized void forgetAll() {
        runs.clear();
    }

    /** Records of a run are durable up to this seq. */
    public void durable(String run, long seq) {
        change(run, open -> open.durableTo(seq));
    }

    /** The runs of this moment. */
    public synchronized List<String> ids() {
        return new ArrayList<>(runs.keySet());
    }

    synchronized void put(OpenRun open) {
        runs.put(open.key().id(), open);
        Iterator<String> eldest = runs.keySet().iterator();
        while (runs.size() > limit && eldest.hasNext()) {
            eldest.next();
            eldest.remove();
        }
    }

    /** Changes what is known; what was forgotten meanwhile stays forgotten. */
    synchronized void change(String run, UnaryOperator<OpenRun> change) {
        runs.computeIfPresent(run, (id, open) -> change.apply(open));
    }

    private synchronized int size() {
        return runs.size();
    }
}
