import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Answers questions about the texts of one folder; a {@code command} harness of the link agent.
 *
 * <pre>
 * java Concordance.java FOLDER [DEFAULT_FILE] < work-item.json
 *
 * print [FILE]         every line with its number
 * words [FILE]         how many lines, words and characters, and the most frequent words
 * find WORD [FILE]     every place of a word with what stands around it
 * files                the texts of the folder
 * </pre>
 *
 * The question is the text of the message in the work item on standard input. A file is named relative to FOLDER, and
 * nothing outside of it is read, not even through a symbolic link.
 */
public final class Concordance {

    private static final int AROUND = 36;
    private static final int FREQUENT = 20;
    private static final int FLUSH_LINES = 40;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}]+(?:['’-][\\p{L}\\p{N}]+)*");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private final Path folder;
    private final Optional<String> defaultFile;
    private final PrintStream out;

    Concordance(Path folder, Optional<String> defaultFile, PrintStream out) {
        this.folder = folder;
        this.defaultFile = defaultFile;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 1 || args.length > 2) {
            fail("usage: java Concordance.java FOLDER [DEFAULT_FILE] < work-item.json");
        }
        Path folder = Path.of(args[0]);
        if (!Files.isDirectory(folder)) {
            fail("there is no folder " + folder);
        }
        String question = new Question(new String(System.in.readAllBytes(), UTF_8)).text();
        PrintStream out = new PrintStream(System.out, false, UTF_8);
        try {
            Optional<String> standard = args.length == 2 ? Optional.of(args[1]) : Optional.empty();
            new Concordance(folder.toRealPath(), standard, out).answer(question.strip());
        } catch (NoSuchFileException e) {
            out.flush();
            fail("there is no text " + e.getFile());
        } catch (CharacterCodingException e) {
            out.flush();
            fail("this is no UTF-8 text");
        } catch (SecurityException | InvalidPathException e) {
            out.flush();
            fail(e.getMessage());
        }
        out.flush();
    }

    private static void fail(String reason) {
        System.err.println(reason);
        System.exit(2);
    }

    private void answer(String question) throws IOException {
        String[] words = SPACES.split(question, 3);
        switch (words[0].toLowerCase(Locale.ROOT)) {
            case "print" -> print(text(words, 1));
            case "words" -> statistics(text(words, 1));
            case "find" -> {
                if (words.length < 2) {
                    help();
                } else {
                    find(words[1], text(words, 2));
                }
            }
            case "files" -> files();
            default -> help();
        }
    }

    /** The text that a question names, or the default one. */
    private Path text(String[] words, int place) throws IOException {
        String name = words.length > place ? words[place].strip() : standardText();
        Path named = folder.resolve(name).normalize();
        if (!named.startsWith(folder)) {
            throw new SecurityException("only texts below the configured folder are read, not " + name);
        }
        if (!Files.isRegularFile(named)) {
            throw new NoSuchFileException(name);
        }
        if (!named.toRealPath().startsWith(folder)) {
            throw new SecurityException(name + " leads out of the configured folder");
        }
        return named;
    }

    private String standardText() throws IOException {
        if (defaultFile.isPresent()) {
            return defaultFile.get();
        }
        try (Stream<String> names = names()) {
            return names.findFirst().orElseThrow(() -> new NoSuchFileException("in the configured folder"));
        }
    }

    private Stream<String> names() throws IOException {
        return Files.list(folder)
                .filter(Files::isRegularFile)
                .map(file -> file.getFileName().toString())
                .sorted();
    }

    private void print(Path text) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(text, UTF_8)) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                out.print("%6d  %s\n".formatted(number, line));
                flush(number);
            }
        }
    }

    private void find(String wanted, Path text) throws IOException {
        String lower = wanted.toLowerCase(Locale.ROOT);
        int number = 0;
        int found = 0;
        try (BufferedReader lines = Files.newBufferedReader(text, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                Matcher words = WORD.matcher(line);
                while (words.find()) {
                    if (words.group().toLowerCase(Locale.ROOT).equals(lower)) {
                        found++;
                        out.print(inContext(number, line, words.start(), words.end()));
                        flush(found);
                    }
                }
            }
        }
        out.print("%d places of \"%s\" in %d lines.\n".formatted(found, wanted, number));
    }

    private static String inContext(int number, String line, int start, int end) {
        String before = line.substring(Math.max(0, start - AROUND), start);
        String after = line.substring(end, Math.min(line.length(), end + AROUND));
        return "%6d  %36s[%s]%s\n".formatted(number, before, line.substring(start, end), after);
    }

    private void statistics(Path text) throws IOException {
        Map<String, Integer> counts = new HashMap<>();
        long words = 0;
        long characters = 0;
        long lineCount = 0;
        try (BufferedReader lines = Files.newBufferedReader(text, UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lineCount++;
                characters += line.codePointCount(0, line.length());
                Matcher matcher = WORD.matcher(line);
                while (matcher.find()) {
                    words++;
                    counts.merge(matcher.group().toLowerCase(Locale.ROOT), 1, Integer::sum);
                }
            }
        }
        out.print("%d lines, %d words, %d different, %d characters.\n"
                .formatted(lineCount, words, counts.size(), characters));
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(FREQUENT)
                .forEach(word -> out.print("%6d  %s\n".formatted(word.getValue(), word.getKey())));
    }

    private void files() throws IOException {
        try (Stream<String> names = names()) {
            out.print(names.collect(Collectors.joining("\n", "", "\n")));
        }
    }

    private void help() {
        out.print("""
                I know the texts of one folder of this desktop. Ask me:
                  print [FILE]       every line with its number
                  words [FILE]       how many lines, words and characters, and the most frequent words
                  find WORD [FILE]   every place of a word with what stands around it
                  files              the texts that I know
                """);
    }

    /** What was found so far is shown while the rest is still being read. */
    private void flush(int lines) {
        if (lines % FLUSH_LINES == 0) {
            out.flush();
        }
    }

    /** The question in a work item: a small JSON reader, because a single source file has no library. */
    private static final class Question {

        private final String json;
        private int at;

        Question(String json) {
            this.json = json;
        }

        /** The text parts of the work item's message. */
        String text() {
            Object item = value();
            if (item instanceof Map<?, ?> fields
                    && fields.get("message") instanceof Map<?, ?> message
                    && message.get("parts") instanceof List<?> parts) {
                return parts.stream()
                        .filter(part -> part instanceof Map<?, ?> some && "text".equals(some.get("type")))
                        .map(part -> String.valueOf(((Map<?, ?>) part).get("text")))
                        .collect(Collectors.joining("\n"));
            }
            return "";
        }

        private Object value() {
            return switch (peek()) {
                case '{' -> object();
                case '[' -> array();
                case '"' -> string();
                default -> word();
            };
        }

        private Map<String, Object> object() {
            Map<String, Object> fields = new LinkedHashMap<>();
            at++;
            while (peek() != '}') {
                String name = string();
                peek();
                at++; // the colon
                fields.put(name, value());
                comma();
            }
            at++;
            return fields;
        }

        private List<Object> array() {
            List<Object> elements = new ArrayList<>();
            at++;
            while (peek() != ']') {
                elements.add(value());
                comma();
            }
            at++;
            return elements;
        }

        private String string() {
            StringBuilder text = new StringBuilder();
            peek();
            for (at++; json.charAt(at) != '"'; at++) {
                char c = json.charAt(at);
                text.append(c == '\\' ? escaped() : c);
            }
            at++;
            return text.toString();
        }

        private char escaped() {
            at++;
            char c = json.charAt(at);
            if (c == 'u') {
                at += 4;
                return (char) Integer.parseInt(json.substring(at - 3, at + 1), 16);
            }
            int known = "bfnrt".indexOf(c);
            return known < 0 ? c : "\b\f\n\r\t".charAt(known);
        }

        private String word() {
            int start = at;
            while (at < json.length() && ",]}".indexOf(json.charAt(at)) < 0) {
                at++;
            }
            return json.substring(start, at).strip();
        }

        private void comma() {
            if (peek() == ',') {
                at++;
            }
        }

        private char peek() {
            while (Character.isWhitespace(json.charAt(at))) {
                at++;
            }
            return json.charAt(at);
        }
    }
}
