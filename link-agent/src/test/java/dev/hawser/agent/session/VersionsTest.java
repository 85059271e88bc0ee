package dev.hawser.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {

    @ParameterizedTest
    @CsvSource({
        "0.1.0, 0.1.0, false",
        "0.1.0, 0.2.0, true",
        "0.10.0, 0.9.9, false",
        "1.2, 1.2.1, true",
        "2, 1.9.9, false",
        "0.1.0-SNAPSHOT, 0.1.0, false",
        "0.1.0-SNAPSHOT, 0.1.1, true",
        "unknown, 9.9.9, false",
        "1.0.0, soon, false",
    })
    void versionsAreComparedByTheirNumbers(String version, String than, boolean older) {
        assertThat(Versions.isOlder(version, than)).isEqualTo(older);
    }
}
