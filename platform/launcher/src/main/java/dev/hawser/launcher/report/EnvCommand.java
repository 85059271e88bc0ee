package dev.hawser.launcher.report;

import dev.hawser.launcher.ExitCode;
import dev.hawser.launcher.LauncherException;
import dev.hawser.launcher.folder.StackFolder;
import dev.hawser.launcher.folder.StackLock;
import dev.hawser.launcher.folder.StackState;
import dev.hawser.localstack.identity.NatsUser;
import dev.hawser.localstack.postgres.LocalPostgres;
import dev.hawser.localstack.process.Folders;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints addresses and tokens for scripts. */
@Command(
        name = "env",
        mixinStandardHelpOptions = true,
        description = "Prints addresses and tokens of the running stack as shell assignments.",
        footer = {
            "",
            "Example:",
            "  eval \"$(./hawser env)\"",
            "  curl -H \"Authorization: Bearer $HAWSER_TOKEN\" $HAWSER_URL/api/threads"
        })
public final class EnvCommand implements Callable<Integer> {

    private final StackFolder folder;

    @Spec
    private CommandSpec spec;

    public EnvCommand(StackFolder folder) {
        this.folder = folder;
    }

    @Override
    public Integer call() {
        StackState state = StackState.read(folder.stateFile())
                .filter(known -> StackLock.isTaken(folder.lockFile()))
                .orElseThrow(
                        () -> new LauncherException(ExitCode.OFFLINE, "nothing is running; start with ./hawser up"));
        PrintWriter out = spec.commandLine().getOut();
        assignments(state).forEach((name, value) -> out.println(name + "=" + quoted(value)));
        out.flush();
        return ExitCode.OK.number();
    }

    private Map<String, String> assignments(StackState state) {
        var assignments = new LinkedHashMap<String, String>();
        assignments.put("HAWSER_URL", state.url());
        folder.localFile("cli-token").ifPresent(token -> assignments.put("HAWSER_TOKEN", token));
        folder.localFile("link-id").ifPresent(link -> assignments.put("HAWSER_LINK", link));
        state.natsUrl().ifPresent(url -> {
            assignments.put("NATS_URL", url);
            assignments.put("HAWSER_NATS_CORE_URL", url);
            assignments.put("HAWSER_NATS_CORE_CREDS", credentials(NatsUser.ADMIN_CORE));
            assignments.put("HAWSER_NATS_LINKS_URL", url);
            assignments.put("HAWSER_NATS_LINKS_CREDS", credentials(NatsUser.ADMIN_LINKS));
        });
        state.databaseUrl().ifPresent(url -> {
            String password = Folders.read(folder.postgres().resolve("password"));
            assignments.put("HAWSER_DATABASE_URL", url);
            assignments.put("HAWSER_DATABASE_USER", LocalPostgres.USER);
            assignments.put("HAWSER_DATABASE_PASSWORD", password);
            assignments.put("DATABASE_URL", url.replace("://", "://%s:%s@".formatted(LocalPostgres.USER, password)));
        });
        return assignments;
    }

    private String credentials(NatsUser user) {
        Path identities = folder.nats().resolve("identities");
        return identities.resolve(user.title() + ".creds").toString();
    }

    private static String quoted(String value) {
        return "'" + value.replace("'", "'\\''") + "'";
    }
}
