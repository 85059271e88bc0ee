package dev.hawser.e2e.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.localstack.process.ChildProcess;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SupersedeIT {

    private final ProxySystem system = ProxySystem.shared();

    @Test
    @DisplayName("decocms-tunnel W24: of two agents with one identity the older is told why, and stops")
    void ofTwoAgentsTheOlderIsToldWhyAndStops() throws Exception {
        ChildProcess older = system.agent();

        system.startNewerAgent();

        assertThat(older.exit().get(5, TimeUnit.SECONDS)).isEqualTo(5);
        assertThat(older.logTail()).contains("Another agent is in the way: a newer agent of this link has taken over");
        assertThat(HttpClient.newHttpClient()
                        .send(
                                HttpRequest.newBuilder(system.uri("web", "x"))
                                        .header("Authorization", "Bearer " + system.token())
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(200);
        assertThat(system.agent().isAlive()).isTrue();
    }
}
