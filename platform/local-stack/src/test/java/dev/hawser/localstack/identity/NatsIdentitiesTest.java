package dev.hawser.localstack.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NatsIdentitiesTest {

    @TempDir
    Path parent;

    @Test
    void aSecondOpeningFindsTheSameIdentities() {
        Path folder = parent.resolve("nats");
        NatsIdentities first = NatsIdentities.in(folder);

        NatsIdentities second = NatsIdentities.in(folder);

        assertThat(second.operatorJwt()).isEqualTo(first.operatorJwt());
        for (NatsAccount account : NatsAccount.values()) {
            assertThat(second.publicKey(account)).isEqualTo(first.publicKey(account));
            assertThat(second.jwt(account)).isEqualTo(first.jwt(account));
            assertThat(second.signingSeed(account)).isEqualTo(first.signingSeed(account));
        }
    }

    @Test
    void onlyTheirOwnerCanReadThem() throws IOException {
        Path folder = Files.createDirectory(parent.resolve("nats"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        NatsIdentities.in(folder);

        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files)
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.getPosixFilePermissions(file))
                            .isEqualTo(PosixFilePermissions.fromString("rw-------")));
        }
    }

    @Test
    void aDamagedKeyIsNamedInsteadOfReplaced() throws IOException {
        Path folder = parent.resolve("nats");
        NatsIdentities.in(folder);
        Files.writeString(folder.resolve("core.nk"), "SAnonsense");

        assertThatThrownBy(() -> NatsIdentities.in(folder)).hasMessageContaining("core.nk is damaged");
    }
}
