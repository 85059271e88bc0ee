package dev.hawser.jetstream.service;

import dev.hawser.database.Schema;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A NATS server and a database with the schema for one service under test. */
public final class StackResource implements QuarkusTestResourceLifecycleManager {

    private static final String DATABASE = "jetstream_beans";

    @Override
    public Map<String, String> start() {
        HawserStack stack = HawserStack.shared();
        Map<String, String> environment = stack.with(DATABASE).all();
        Schema.migrate(
                stack.postgres().jdbcUrl(DATABASE),
                LocalPostgres.USER,
                stack.postgres().password());
        Map<String, String> settings = new HashMap<>();
        environment.forEach(
                (name, value) -> settings.put(name.startsWith("HAWSER_NATS_") ? property(name) : name, value));
        settings.remove(property("HAWSER_NATS_SYS_CREDS"));
        return settings;
    }

    @Override
    public void stop() {
        // The stack is shared by all tests of this JVM and ends with it.
    }

    /** {@code HAWSER_NATS_CORE_URL} as Quarkus reads it from the environment. */
    private static String property(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '.');
    }
}
