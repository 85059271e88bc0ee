package dev.hawser.agent.config;

import dev.hawser.agent.proxy.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Changes {@code upstreams} in {@code agent.yaml} and leaves every other line, comments too, as it is.
 *
 * <p>The result is read again before it replaces the file; what this cannot edit, such as {@code upstreams: {…}} on one
 * line, is refused and left to the person.
 */
public final class UpstreamEditor {

    private static final Pattern SECTION = Pattern.compile("upstreams:\\s*(#.*)?");
    private static final Pattern ENTRY = Pattern.compile("(\\s+)([^\\s:#][^:]*):.*");
    private static final String INDENT = "  ";

    private final Path file;

    public UpstreamEditor(Path file) {
        this.file = file;
    }

    /**
     * Adds an upstream, or replaces the one of that name.
     *
     * @throws InvalidConfigException if the file is not of a shape that can be edited
     */
    public void add(Upstream upstream) throws IOException {
        Map<String, Upstream> wanted = new HashMap<>(present());
        wanted.put(upstream.name(), upstream);
        List<String> lines = without(lines(), upstream.name());
        int section = section(lines);
        if (section < 0) {
            lines.add("upstreams:");
            section = lines.size() - 1;
        }
        String indent = indent(lines, section);
        List<String> entry =
                new ArrayList<>(List.of(indent + upstream.name() + ':', indent + INDENT + "url: " + quoted(upstream)));
        if (upstream.allowHost()) {
            entry.add(indent + INDENT + "allowHost: true");
        }
        lines.addAll(section + 1, entry);
        write(lines, wanted);
    }

    /** Removes an upstream; false if there is none of that name. */
    public boolean remove(String name) throws IOException {
        Map<String, Upstream> wanted = new HashMap<>(present());
        if (wanted.remove(name) == null) {
            return false;
        }
        List<String> lines = without(lines(), name);
        int section = section(lines);
        if (section >= 0 && wanted.isEmpty()) {
            lines.remove(section);
        }
        write(lines, wanted);
        return true;
    }

    private Map<String, Upstream> present() {
        return Exposed.of(ConfigFile.read(file));
    }

    private List<String> lines() throws IOException {
        return Files.exists(file) ? new ArrayList<>(Files.readAllLines(file)) : new ArrayList<>();
    }

    private static int section(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (SECTION.matcher(lines.get(i)).matches()) {
                return i;
            }
        }
        return -1;
    }

    /** How the entries of the section are indented. */
    private static String indent(List<String> lines, int section) {
        for (String line : lines.subList(section + 1, lines.size())) {
            Matcher entry = ENTRY.matcher(line);
            if (entry.matches()) {
                return entry.group(1);
            }
            if (!line.isBlank() && !line.stripLeading().startsWith("#")) {
                break;
            }
        }
        return INDENT;
    }

    private static List<String> without(List<String> lines, String name) {
        int section = section(lines);
        if (section < 0) {
            return lines;
        }
        String head = indent(lines, section) + name + ':';
        int from = section + 1;
        while (from < lines.size() && !isEntry(lines.get(from), head)) {
            if (!lines.get(from).isBlank()
                    && !Character.isWhitespace(lines.get(from).charAt(0))) {
                return lines;
            }
            from++;
        }
        int to = Math.min(from + 1, lines.size());
        while (to < lines.size() && isDeeper(lines.get(to), indent(lines, section))) {
            to++;
        }
        lines.subList(from, to).clear();
        return lines;
    }

    private static boolean isEntry(String line, String head) {
        return line.equals(head) || line.startsWith(head + ' ');
    }

    private static boolean isDeeper(String line, String indent) {
        return line.startsWith(indent)
                && line.length() > indent.length()
                && Character.isWhitespace(line.charAt(indent.length()));
    }

    private static String quoted(Upstream upstream) {
        return '"' + upstream.url() + '"';
    }

    private void write(List<String> lines, Map<String, Upstream> wanted) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        Files.createDirectories(folder);
        Path next = Files.createTempFile(folder, "agent", ".yaml");
        try {
            Files.write(next, lines);
            if (!Exposed.of(ConfigFile.read(next)).equals(wanted)) {
                throw new InvalidConfigException(
                        file + " has a shape that is not edited here; change 'upstreams' in it by hand");
            }
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(next);
        }
    }
}
