package dev.hawser.e2e.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One Java source file with its string literals. The compiler copies constants into every class that uses them, so where a
 * text is spelled shows in the sources only.
 */
record SourceFile(String module, Path path, List<String> literals) {

    /** A comment, a text block, a string or a character, whichever comes first. */
    private static final Pattern TOKEN = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\"(?<block>.*?)(?<!\\\\)\"\"\"|\"(?<string>(?:[^\"\\\\\n]|\\\\.)*)\"|'(?:[^'\\\\\n]|\\\\.)+'",
            Pattern.DOTALL);

    SourceFile {
        literals = List.copyOf(literals);
    }

    /** Every Java file of a module's program. */
    static Stream<SourceFile> in(Modules.Module module) {
        try (Stream<Path> files = Files.walk(module.main())) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(file -> new SourceFile(module.name(), file, literals(read(file))))
                    .toList()
                    .stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The name without {@code .java}. */
    String type() {
        return path.getFileName().toString().replace(".java", "");
    }

    /** True if another type of the same package names this one. */
    boolean isUsedBesideIt() {
        try (Stream<Path> siblings = Files.list(Objects.requireNonNull(path.getParent()))) {
            return siblings.filter(file -> file.toString().endsWith(".java") && !file.equals(path))
                    .anyMatch(file -> read(file).contains(type() + '.'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of it. */
    String text() {
        return read(path);
    }

    static List<String> literals(String source) {
        var found = new ArrayList<String>();
        Matcher matcher = TOKEN.matcher(source);
        while (matcher.find()) {
            String block = matcher.group("block");
            String text = block != null ? block : matcher.group("string");
            if (text != null) {
                found.add(text);
            }
        }
        return found;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return module + ": " + type();
    }
}
