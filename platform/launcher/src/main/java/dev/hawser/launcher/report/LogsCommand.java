package dev.hawser.launcher.report;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.up.FollowedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the logs. */
@Command(
        name = "logs",
        mixinStandardHelpOptions = true,
        description = "Prints the last lines of the logs, of one part or of all.",
        footer = {"", "Examples:", "  ./hawser logs gateway -f", "  ./hawser logs agent -n 500"})
public final class LogsCommand implements Callable<Integer> {

    private static final String SUFFIX = ".log";
    private static final long POLL_MILLIS = 200;

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    @Parameters(
            index = "0",
            arity = "0..1",
            defaultValue = "",
            paramLabel = "NAME",
            description = "nats, postgres, gateway, dispatch, projector, agent, supervisor or build.")
    private String name;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what is written from now on, until Ctrl-C.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            defaultValue = "100",
            paramLabel = "N",
            description = "How many lines of each log (${DEFAULT-VALUE}).")
    private int lines;

    public LogsCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Path> logs = logs();
        var followed = new LinkedHashMap<String, FollowedFile>();
        for (Path log : logs) {
            followed.put(prefix(log, logs.size()), new FollowedFile(log).fromEnd());
            print(prefix(log, logs.size()), tail(log));
        }
        if (follow) {
            follow(followed);
        }
        return ExitCode.OK.number();
    }

    private void follow(Map<String, FollowedFile> followed) throws IOException, InterruptedException {
        var never = new CountDownLatch(1);
        do {
            for (var entry : followed.entrySet()) {
                entry.getValue()
                        .newText()
                        .ifPresent(text -> print(entry.getKey(), text.lines().toList()));
            }
        } while (!never.await(POLL_MILLIS, TimeUnit.MILLISECONDS));
    }

    private List<Path> logs() throws IOException {
        if (!Files.isDirectory(folder.logs())) {
            throw new LauncherException(ExitCode.OFFLINE, "there are no logs yet; start with ./hawser up");
        }
        try (Stream<Path> files = Files.list(folder.logs())) {
            List<Path> all = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            List<Path> wanted = all.stream()
                    .filter(file -> name.isEmpty() || title(file).equals(name))
                    .toList();
            if (wanted.isEmpty()) {
                throw new LauncherException(
                        ExitCode.USAGE,
                        "there is no log of \"%s\", only of: %s"
                                .formatted(
                                        name,
                                        String.join(
                                                ", ",
                                                all.stream()
                                                        .map(LogsCommand::title)
                                                        .toList())));
            }
            return wanted;
        }
    }

    private List<String> tail(Path log) throws IOException {
        List<String> all = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return all.subList(Math.max(0, all.size() - lines), all.size());
    }

    private void print(String prefix, List<String> text) {
        PrintWriter out = spec.commandLine().getOut();
        text.forEach(line -> out.println(prefix + line));
        out.flush();
    }

    private static String prefix(Path log, int count) {
        return count == 1 ? "" : "%-10s | ".formatted(title(log));
    }

    private static String title(Path log) {
        String file = log.getFileName().toString();
        return file.substring(0, file.length() - SUFFIX.length());
    }
}
