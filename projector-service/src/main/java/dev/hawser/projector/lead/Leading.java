package dev.hawser.projector.lead;

import dev.hawser.jetstream.connection.Pod;
import dev.hawser.jetstream.log.PartitionReader;
import dev.hawser.jetstream.log.RunLog;
import dev.hawser.projector.commit.Commits;
import dev.hawser.projector.observe.ProjectorMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/** Everything that leaders work with; makes them. */
@ApplicationScoped
public class Leading {

    private final LeadConfig config;
    private final LeadRepository repository;
    private final RunLog log;
    private final PartitionReader reader;
    private final Commits commits;
    private final Hints hints;
    private final EndIntents intents;
    private final ProjectorMetrics metrics;

    Leading(
            LeadConfig config,
            LeadRepository repository,
            RunLog log,
            PartitionReader reader,
            Commits commits,
            Hints hints,
            EndIntents intents,
            ProjectorMetrics metrics) {
        this.config = config;
        this.repository = repository;
        this.log = log;
        this.reader = reader;
        this.commits = commits;
        this.hints = hints;
        this.intents = intents;
        this.metrics = metrics;
    }

    /**
     * A leader that has not started.
     *
     * @param threads where its work is done
     * @param lost told once, with the reason, if it stops by itself; not after {@link PartitionLeader#stop()}
     */
    public PartitionLeader leader(int partition, Pod pod, Executor threads, Consumer<String> lost) {
        return new PartitionLeader(this, partition, pod, new Mailbox(threads), lost);
    }

    LeadConfig config() {
        return config;
    }

    LeadRepository repository() {
        return repository;
    }

    RunLog log() {
        return log;
    }

    PartitionReader reader() {
        return reader;
    }

    Commits commits() {
        return commits;
    }

    Hints hints() {
        return hints;
    }

    EndIntents intents() {
        return intents;
    }

    ProjectorMetrics metrics() {
        return metrics;
    }
}
