package dev.hawser.jetstream.log;

import static dev.hawser.jetstream.support.Waiting.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.jetstream.catalogue.TestCatalogue;
import dev.hawser.jetstream.support.TestBroker;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FullLogTest {

    @Test
    void aFullStreamRefusesAndKeepsWhatItHas(@TempDir Path folder) {
        try (var broker = new TestBroker(folder);
                var dispatch = broker.pod("dispatch", "dispatch-1")) {
            TestCatalogue.apply(dispatch, 64 * 1024);
            var run = new Records(dispatch.log(), 0);
            run.append(run.claim()).append(run.chunks("z".repeat(40 * 1024)));

            AppendOutcome outcome = await(dispatch.log().append(0, run.chunks("z".repeat(40 * 1024)), run.last()));

            assertThat(outcome).isEqualTo(new AppendOutcome.Full());
            assertThat(await(dispatch.log().read(0, run.run(), 1, 10))).hasSize(2);
        }
    }

    @Test
    void anAppendWithoutAServerIsUnknown(@TempDir Path folder) {
        try (var broker = new TestBroker(folder);
                var dispatch = broker.pod("dispatch", "dispatch-1")) {
            TestCatalogue.apply(dispatch);
            broker.server().kill();

            var run = new Records(dispatch.log(), 0);
            AppendOutcome outcome = await(dispatch.log().append(0, run.claim(), 0));

            assertThat(outcome).isInstanceOf(AppendOutcome.RefusedOrUnknown.class);
        }
    }
}
