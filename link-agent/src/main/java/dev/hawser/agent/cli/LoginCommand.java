package dev.hawser.agent.cli;

import dev.hawser.agent.config.AgentConfig;
import dev.hawser.agent.config.AgentHome;
import dev.hawser.agent.config.ServerSetting;
import dev.hawser.agent.daemon.Version;
import dev.hawser.agent.login.DeviceCode;
import dev.hawser.agent.login.LinkToken;
import dev.hawser.agent.login.LoginClient;
import dev.hawser.agent.login.LoginException;
import dev.hawser.agent.session.TokenFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code link-agent login}: links this desktop to the account of whoever confirms its code. */
@Command(
        name = "login",
        mixinStandardHelpOptions = true,
        description = "Link this desktop to your account.",
        footer = {
            "",
            "Examples:",
            "  link-agent login --server https://hawser.example",
            "  link-agent login --token - < file-with-a-token",
            "",
            "Exit codes: 0 linked, 2 usage, 3 no server, 4 refused or too late,",
            "5 this desktop is linked already."
        })
final class LoginCommand implements Callable<Integer> {

    private static final String STDIN = "-";
    private static final String LINK_TOKEN = "hwl_";
    private static final String API_TOKEN = "hwt_";

    @Spec
    private CommandSpec spec;

    @Mixin
    private Common common;

    @Mixin
    private ServerOption server;

    @Option(
            names = "--token",
            paramLabel = "-",
            description = "Read an API token with the scope 'links', or a link token, from standard input.")
    private @Nullable String token;

    @Option(names = "--name", description = "How this desktop is shown (default: its host name).")
    private @Nullable String name;

    @Option(
            names = "--replace",
            description = "Forget the link token that is here; its link stays until it is revoked.")
    private boolean replace;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (token != null && !STDIN.equals(token)) {
            throw new ParameterException(
                    spec.commandLine(), "A token on the command line can be read by others: give '--token -'.");
        }
        AgentConfig config = common.config();
        URI url = server.url(common, config);
        AgentHome home = common.home();
        var file = new TokenFile(home.token());
        if (file.exists() && !replace) {
            common.err().println("This desktop is linked already; 'link-agent logout' lets go of it.");
            return ExitCode.CONFLICT.number();
        }
        home.create();
        try {
            String label = Optional.ofNullable(name).or(config::name).orElseGet(Common::hostname);
            LinkToken linked = STDIN.equals(token) ? fromStandardInput(url, label) : byDeviceCode(url, label);
            file.write(linked.text());
            tell(url, linked);
            return ExitCode.OK.number();
        } catch (LoginException e) {
            common.err().println(e.getMessage());
            return exitCode(e).number();
        }
    }

    private LinkToken byDeviceCode(URI url, String label) throws LoginException, InterruptedException {
        var client = new LoginClient(url);
        var self = new LoginClient.Self(
                label, System.getProperty("os.name") + ' ' + System.getProperty("os.version"), Version.text());
        DeviceCode code = client.begin(self);
        if (common.json()) {
            Map<String, Object> event = new LinkedHashMap<>();
            event.put("event", "authorization_required");
            event.put("verificationUri", code.uri());
            event.put("verificationUriComplete", code.uriComplete());
            event.put("userCode", code.userCode());
            event.put("expiresInSeconds", code.expiresIn().toSeconds());
            common.printJson(event);
        }
        common.err().println("Open " + code.uriComplete());
        common.err().println("and confirm that it shows the code " + code.userCode() + ". Waiting …");
        common.err().flush();
        return client.await(code);
    }

    private LinkToken fromStandardInput(URI url, String label)
            throws IOException, LoginException, InterruptedException {
        String text = Optional.ofNullable(
                        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine())
                .orElse("")
                .strip();
        if (text.startsWith(LINK_TOKEN)) {
            return new LinkToken("", text);
        }
        if (!text.startsWith(API_TOKEN)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "Standard input has no token that begins with " + LINK_TOKEN + " or " + API_TOKEN + '.');
        }
        return new LoginClient(url).pair(text, label);
    }

    private void tell(URI url, LinkToken linked) throws IOException {
        URI remembered = new ServerSetting(common.home().settings()).remember(url);
        if (common.json()) {
            common.printJson(
                    linked.link().isEmpty()
                            ? Map.of("event", "linked")
                            : Map.of("event", "linked", "linkId", linked.link()));
        }
        common.err().println("Linked. Start working with: link-agent up --foreground");
        if (!remembered.equals(url)) {
            common.err()
                    .println(common.home().settings() + " names another server, " + remembered + "; change it there.");
        }
    }

    private static ExitCode exitCode(LoginException failure) {
        return switch (failure.kind()) {
            case OFFLINE -> ExitCode.OFFLINE;
            case REFUSED -> ExitCode.AUTHENTICATION;
            case FAILED -> ExitCode.FAILURE;
        };
    }
}
