package dev.hawser.projector.lab;

import dev.hawser.database.Schema;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Real servers for the service under test, which gets just the rights of the projector. */
public final class ProjectorStack implements QuarkusTestResourceLifecycleManager {

    /** The database of these tests. */
    public static final String DATABASE = "projector_test";

    @Override
    public Map<String, String> start() {
        HawserStack stack = HawserStack.shared();
        Map<String, String> config = new HashMap<>();
        stack.with(DATABASE)
                .of("projector")
                .forEach((name, value) -> config.put(
                        name.startsWith("HAWSER_NATS_")
                                ? name.toLowerCase(Locale.ROOT).replace('_', '.')
                                : name,
                        value));
        config.put("hawser.pod-id", "pod-a");
        config.put("hawser.projector.lead.hole-patience", "PT1S");
        config.put("hawser.projector.lead.check-interval", "PT1S");
        LocalPostgres postgres = stack.postgres();
        Schema.migrate(postgres.jdbcUrl(DATABASE), LocalPostgres.USER, postgres.password());
        try (TestDispatch dispatch = TestDispatch.connect()) {
            dispatch.createStreams();
        }
        return config;
    }

    @Override
    public void stop() {
        // The stack is the JVM's: it ends with it.
    }
}
