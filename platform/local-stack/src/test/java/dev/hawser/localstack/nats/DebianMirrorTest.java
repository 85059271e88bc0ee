package dev.hawser.localstack.nats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianMirrorTest {

    private static final String ADDRESSES = """
            'http://security.example/debian-security/dists/bookworm-security/InRelease' security_InRelease 0 \s
            'http://mirror.example/debian/dists/bookworm-updates/InRelease' mirror_updates_InRelease 0 \s
            'http://mirror.example/debian/dists/bookworm/InRelease' mirror_InRelease 0 \s
            'http://mirror.example/debian/dists/bookworm/main/binary-amd64/Packages.xz' mirror_Packages 0 \s
            """;
    private static final Map<String, String> BOOKWORM = Map.of("ID", "debian", "VERSION_CODENAME", "bookworm");

    @TempDir
    Path folder;

    @Test
    void theMirrorIsTheOneThatTheMachinesOwnSuiteComesFrom() throws Exception {
        Path keyring = Files.createFile(folder.resolve("keyring.gpg"));

        DebianMirror mirror = DebianMirror.of(BOOKWORM, ADDRESSES, List.of(folder.resolve("missing"), keyring));

        assertThat(mirror).isEqualTo(new DebianMirror("http://mirror.example/debian", "bookworm", keyring));
        assertThat(mirror.source("testing", keyring))
                .isEqualTo("deb [signed-by=%s] http://mirror.example/debian testing main%n".formatted(keyring));
    }

    @Test
    void anotherSystemIsTold() {
        assertThatThrownBy(() -> DebianMirror.of(Map.of("ID", "fedora"), ADDRESSES, List.of()))
                .hasMessageContaining("runs no Debian");
    }

    @Test
    void withoutAKeyringNothingIsTrusted() {
        assertThatThrownBy(() -> DebianMirror.of(BOOKWORM, ADDRESSES, List.of(folder.resolve("missing"))))
                .hasMessageContaining("no keyring");
    }
}
