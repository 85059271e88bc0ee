package dev.hawser.localstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hawser.localstack.HawserStack;
import io.nats.client.Connection;
import io.nats.client.ErrorListener;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Asks the real server: a service can do its work, and nothing else. */
class ServiceRightsTest {

    private final List<String> violations = Collections.synchronizedList(new ArrayList<>());

    @ParameterizedTest(name = "{0} cannot publish on {1}")
    @CsvSource({
        "PROJECTOR_CORE, hw.run.3.run_1",
        "PROJECTOR_CORE, hw.cmd.3.thr_1",
        "PROJECTOR_CORE, $JS.API.STREAM.DELETE.HW_RUNS",
        "PROJECTOR_CORE, $JS.API.STREAM.PURGE.HW_RUNS",
        "GATEWAY_CORE, hw.run.3.run_1",
        "GATEWAY_CORE, $JS.API.STREAM.DELETE.HW_COMMANDS",
        "DISPATCH_CORE, hw.cmd.3.thr_1",
        "GATEWAY_LINKS, hw1.lnk_1.rpc.ingest",
        "GATEWAY_LINKS, $JS.API.INFO",
        "DISPATCH_LINKS, hw.run.3.run_1"
    })
    void whatAServiceMayNotPublishIsRefused(NatsUser user, String subject) throws Exception {
        Connection connection = connect(user);

        connection.publish(subject, "x".getBytes(StandardCharsets.UTF_8));

        awaitViolation("publish", subject);
        connection.close();
    }

    @ParameterizedTest(name = "{0} cannot subscribe to {1}")
    @CsvSource({
        "PROJECTOR_CORE, hw.run.>",
        "PROJECTOR_CORE, >",
        "GATEWAY_CORE, hw.cmd.>",
        "GATEWAY_CORE, _INBOX.dispatch.>",
        "DISPATCH_CORE, _INBOX.gateway.>",
        "GATEWAY_LINKS, hw1.*.rpc.*",
        "GATEWAY_LINKS, _INBOX.lnk_1.>",
        "DISPATCH_LINKS, hw1.*.open"
    })
    void whatAServiceMayNotSubscribeToIsRefused(NatsUser user, String subject) throws Exception {
        Connection connection = connect(user);

        connection.subscribe(subject);

        awaitViolation("subscription", subject);
        connection.close();
    }

    @ParameterizedTest(name = "{0} may publish on {1}")
    @CsvSource({
        "DISPATCH_CORE, hw.run.3.run_1",
        "GATEWAY_CORE, hw.cmd.3.thr_1",
        "GATEWAY_LINKS, hw1.lnk_1.open",
        "DISPATCH_LINKS, _INBOX.lnk_1.abc"
    })
    void whatAServiceNeedsIsAllowed(NatsUser user, String subject) throws Exception {
        Connection connection = connect(user);

        connection.publish(subject, "x".getBytes(StandardCharsets.UTF_8));
        connection.publish("not.allowed.to.anybody", new byte[0]);

        awaitViolation("publish", "not.allowed.to.anybody");
        assertThat(violations).hasSize(1);
        connection.close();
    }

    private void awaitViolation(String kind, String subject) {
        await().untilAsserted(() -> assertThat(violations)
                .anySatisfy(text ->
                        assertThat(text).contains(kind).contains("\"" + subject.toLowerCase(Locale.ROOT) + "\"")));
    }

    private Connection connect(NatsUser user) throws Exception {
        HawserStack stack = HawserStack.shared();
        return Nats.connect(Options.builder()
                .server(stack.nats().clientUrl().toString())
                .authHandler(
                        Nats.credentials(stack.identities().credentials(user).toString()))
                .errorListener(new ErrorListener() {
                    @Override
                    public void errorOccurred(Connection connection, String error) {
                        violations.add(error.toLowerCase(Locale.ROOT));
                    }
                })
                .build());
    }
}
