package dev.hawser.e2e.architecture;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The modules of the repository, seen from this one. */
final class Modules {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<String> NAMES = List.of(
            "tunnel-core",
            "platform/contract",
            "platform/harness",
            "platform/database",
            "platform/local-stack",
            "platform/jetstream",
            "platform/launcher",
            "link-agent",
            "gateway-service",
            "dispatch-service",
            "projector-service",
            "e2e");

    private Modules() {}

    /** The compiled classes of every module; a module that is not built is an error, not an empty rule. */
    static List<Path> classes() {
        return NAMES.stream()
                .map(name -> existing(ROOT.resolve(name).resolve("target/classes")))
                .toList();
    }

    /** The folders of every module's program sources. */
    static Stream<Module> all() {
        return NAMES.stream()
                .map(name -> new Module(name, existing(ROOT.resolve(name).resolve("src/main"))));
    }

    /** One module by its folder, and its program's sources and resources. */
    record Module(String name, Path main) {}

    private static Path existing(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalStateException("build the modules first: there is no " + folder);
        }
        return folder;
    }
}
