package dev.hawser.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.Db;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class RequestRatesTest {

    private static final int MOST = 10_000;

    private final World world = World.get();
    private final Db.Owner owner = world.db().owner();

    @Test
    void aCredentialThatAsksTooOftenIsToldWhenToComeBack() {
        Api busy = Api.of(owner);
        Api.Answer refusal = IntStream.range(0, MOST)
                .mapToObj(number -> busy.get("/api/me"))
                .filter(answer -> answer.status() != 200)
                .findFirst()
                .orElseThrow();

        assertThat(refusal.problem()).isEqualTo("429 rate_limited");
        assertThat(refusal.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(Api.of(world.db().neighbour(owner)).get("/api/me").status()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(5)).until(() -> busy.get("/api/me").status() == 200);
    }

    @Test
    void aLinkGetsSoManySessionsInAMinute() {
        Db.LinkAccess link = world.db().link(owner);
        Api agent = Api.withToken(link.token());
        for (int number = 0; number < 20; number++) {
            assertThat(agent.post("/api/links/session", "{}").status()).isEqualTo(400);
        }

        assertThat(agent.post("/api/links/session", "{}").problem()).isEqualTo("429 rate_limited");
        assertThat(Api.withToken(world.db().link(owner).token())
                        .post("/api/links/session", "{}")
                        .status())
                .isEqualTo(400);
    }
}
