package dev.hawser.gateway.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class PoolLimitsTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    @Inject
    Pool pool;

    @ConfigProperty(name = "quarkus.datasource.reactive.max-size")
    int size;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @Test
    void whoeverGetsNoConnectionInTimeIsToldToComeBack() {
        List<SqlConnection> taken = new ArrayList<>();
        try {
            for (int number = 0; number < size; number++) {
                taken.add(pool.getConnection().await().atMost(SOON));
            }
            Api.Answer refusal = Api.of(owner).get("/api/threads");

            assertThat(refusal.problem()).isEqualTo("503 unavailable");
            assertThat(refusal.headers().firstValue("Retry-After")).hasValue("1");
        } finally {
            taken.forEach(connection -> connection.close().await().atMost(SOON));
        }
        assertThat(Api.of(owner).get("/api/threads").status()).isEqualTo(200);
    }
}
