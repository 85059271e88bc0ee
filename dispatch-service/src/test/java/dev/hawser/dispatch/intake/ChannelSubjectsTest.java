package dev.hawser.dispatch.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.contract.jetstream.StreamCatalogue;
import dev.hawser.contract.subject.CoreSubjects;
import dev.hawser.contract.subject.Partition;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The settings of the channels repeat subjects, which only the contract may spell. */
class ChannelSubjectsTest {

    private static final Properties SETTINGS = new Properties();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = ChannelSubjectsTest.class.getResourceAsStream("/application.properties")) {
            SETTINGS.load(Objects.requireNonNull(in));
        }
    }

    @Test
    void theCommandsComeFromTheConsumersOfTheContract() {
        assertThat(incoming("commands.stream")).isEqualTo(StreamCatalogue.COMMANDS.name());
        assertThat(incoming("commands.concurrency")).isEqualTo(Integer.toString(Partition.COUNT));
        Partition.all().forEach(partition -> {
            assertThat(of(partition, incoming("commands.subject"))).isEqualTo(CoreSubjects.commandsOf(partition));
            assertThat(of(partition, incoming("commands.consumer")))
                    .isEqualTo(StreamCatalogue.commandConsumer(partition));
        });
    }

    @Test
    void theSettledNoticesComeFromTheSubjectOfTheContract() {
        assertThat(incoming("settled.subject")).isEqualTo(CoreSubjects.ALL_SETTLED);
    }

    private static String incoming(String attribute) {
        return SETTINGS.getProperty("mp.messaging.incoming." + attribute);
    }

    private static String of(int partition, String pattern) {
        return pattern.replace("{partition}", Integer.toString(partition));
    }
}
