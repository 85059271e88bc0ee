package dev.hawser.dispatch.lab;

import dev.hawser.database.Schema;
import dev.hawser.localstack.HawserStack;
import dev.hawser.localstack.postgres.LocalPostgres;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Real servers for the service under test, which gets just the rights of dispatch. */
public final class DispatchStack implements QuarkusTestResourceLifecycleManager {

    /** The database of these tests. */
    public static final String DATABASE = "dispatch_test";

    @Override
    public Map<String, String> start() {
        HawserStack stack = HawserStack.shared();
        Map<String, String> config = new HashMap<>();
        stack.with(DATABASE).of("dispatch").forEach((name, value) -> {
            boolean database = name.startsWith("HAWSER_DATABASE_");
            config.put(database ? name : name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
        });
        LocalPostgres postgres = stack.postgres();
        Schema.migrate(postgres.jdbcUrl(DATABASE), LocalPostgres.USER, postgres.password());
        return config;
    }

    @Override
    public void stop() {
        // The stack is the JVM's: it ends with it.
    }
}
