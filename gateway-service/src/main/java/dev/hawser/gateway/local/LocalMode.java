package dev.hawser.gateway.local;

import dev.hawser.gateway.identity.Token;
import dev.hawser.gateway.web.PublicAddress;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Makes the built-in user at start and writes its credentials where agent and launcher read them.
 *
 * <p>It is refused in profile {@code production}, and where the public address is one that others reach: its user has
 * no password.
 */
@ApplicationScoped
class LocalMode {

    private static final Logger LOG = Logger.getLogger(LocalMode.class);
    private static final Set<String> PROFILES = Set.of("development", "production");
    private static final Duration DATABASE_WAIT = Duration.ofSeconds(30);
    private static final Duration FIRST_RETRY = Duration.ofMillis(200);
    private static final Duration LAST_RETRY = Duration.ofSeconds(2);

    private final LocalConfig config;
    private final PublicAddress address;
    private final LocalAccount account;
    private final SignInLinks signInLinks;

    LocalMode(LocalConfig config, PublicAddress address, LocalAccount account, SignInLinks signInLinks) {
        this.config = config;
        this.address = address;
        this.account = account;
        this.signInLinks = signInLinks;
    }

    /** True if this installation has the built-in user. */
    boolean isOn() {
        return config.mode();
    }

    /** Blocks the start until the files are written: whoever waits for the gateway may read them. */
    void start(@Observes StartupEvent event) {
        check(config.profile(), config.mode(), address.isLoopback());
        if (isOn()) {
            Path path = config.folder()
                    .orElseThrow(() -> new ConfigurationException(
                            "HAWSER_LOCAL_FOLDER (hawser.local.folder) is not set, but local mode is on"));
            write(new PrivateFolder(path));
            LOG.infof("local mode: credentials are in %s", path);
        }
    }

    static void check(String profile, boolean local, boolean loopback) {
        if (!PROFILES.contains(profile)) {
            throw new ConfigurationException(
                    "HAWSER_PROFILE (hawser.profile) is one of " + PROFILES + ", not '" + profile + "'");
        }
        if (local && profile.equals("production")) {
            throw new ConfigurationException("HAWSER_LOCAL_MODE (hawser.local.mode) is refused in profile production");
        }
        if (local && !loopback) {
            throw new ConfigurationException(
                    "HAWSER_LOCAL_MODE (hawser.local.mode) needs a HAWSER_PUBLIC_URL (hawser.public-url) on this machine");
        }
    }

    private void write(PrivateFolder folder) {
        LocalAccount.Credentials credentials = account.ensure(known(folder))
                .onFailure()
                .retry()
                .withBackOff(FIRST_RETRY, LAST_RETRY)
                .expireIn(DATABASE_WAIT.toMillis())
                .await()
                .indefinitely();
        folder.write("cli-token", credentials.cliToken().text());
        folder.write("link-id", credentials.linkId());
        folder.write("link-token", credentials.linkToken().text());
        folder.write(
                "sign-in-link",
                signInLinks.create(credentials.user()).await().indefinitely().url());
    }

    private static LocalAccount.Known known(PrivateFolder folder) {
        return new LocalAccount.Known(
                folder.read("cli-token").flatMap(Token::parse).filter(token -> token.kind() == Token.Kind.API),
                folder.read("link-id"),
                folder.read("link-token").flatMap(Token::parse).filter(token -> token.kind() == Token.Kind.LINK));
    }
}
