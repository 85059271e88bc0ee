package dev.hawser.agent.cli;

import dev.hawser.agent.login.LoginClient;
import dev.hawser.agent.login.LoginException;
import dev.hawser.agent.session.TokenFile;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code link-agent logout}: revokes this desktop's link and forgets its token. */
@Command(
        name = "logout",
        mixinStandardHelpOptions = true,
        description = "Revoke this desktop's link and forget its token; a running agent stops.",
        footer = {
            "",
            "Example:",
            "  link-agent logout",
            "",
            "Exit codes: 0 done, 3 not linked, or no server: nothing was changed."
        })
final class LogoutCommand implements Callable<Integer> {

    @Mixin
    private Common common;

    @Mixin
    private ServerOption server;

    @Option(names = "--forget", description = "Forget the token without telling the server, where it holds still.")
    private boolean forget;

    @Override
    public Integer call() throws IOException, InterruptedException {
        var file = new TokenFile(common.home().token());
        if (!file.exists()) {
            common.err().println("This desktop is not linked.");
            return ExitCode.OFFLINE.number();
        }
        if (!forget) {
            try {
                new LoginClient(server.url(common, common.config())).revoke(file.read());
            } catch (LoginException e) {
                common.err().println(e.getMessage());
                common.err().println("The token was kept; --forget deletes it anyway.");
                return ExitCode.OFFLINE.number();
            }
        }
        file.delete();
        if (common.json()) {
            common.printJson(Map.of("event", "unlinked"));
        }
        common.err().println(forget ? "Forgotten." : "Revoked and forgotten.");
        return ExitCode.OK.number();
    }
}
