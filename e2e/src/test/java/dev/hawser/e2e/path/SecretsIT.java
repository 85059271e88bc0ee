package dev.hawser.e2e.path;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hawser.e2e.api.Api;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import dev.hawser.e2e.system.Pod;
import dev.hawser.e2e.system.SystemPlan;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Every secret that the processes have is looked for wherever others might see it. */
@Timeout(120)
@EnabledOnOs(value = OS.LINUX, disabledReason = "reads what /proc tells of the processes")
class SecretsIT {

    private static final Pattern SECRET_NAME = Pattern.compile(".*(PASSWORD|SECRET|TOKEN|SEED|_KEY).*");
    private static final Pattern CREDENTIALS_NAME = Pattern.compile("HAWSER_NATS_.*_CREDS");
    private static final int SHORTEST = 16;

    /** How a JWT begins, of NATS as of identities. */
    private static final String JWT = "eyJ0eXAi";

    @Test
    @DisplayName("no secret is in a log, on a command line or in an error, though everything is logged")
    void noSecretShows() throws IOException {
        SystemPlan plan = SystemPlan.single();
        for (Part part : new Part[] {Part.GATEWAY, Part.DISPATCH, Part.PROJECTOR}) {
            plan = plan.set(part, "QUARKUS_LOG_CATEGORY__DEV_HAWSER__LEVEL", "DEBUG");
        }
        try (HawserSystem system = HawserSystem.start(plan)) {
            List<String> errors = use(system);
            List<Pod> pods = Stream.of(Part.values())
                    .flatMap(part -> system.pods(part).stream())
                    .toList();
            Map<String, String> secrets = secrets(system, pods);

            assertThat(secrets.keySet())
                    .as("what is looked for")
                    .contains("HAWSER_SESSION_KEY", "HAWSER_IDENTITY_KEY", "HAWSER_DATABASE_PASSWORD", "api token")
                    .anyMatch(name -> name.startsWith("HAWSER_NATS_LINKS_CREDS"));
            for (Pod pod : pods) {
                String log = Files.readString(system.log(pod));
                assertThat(log).isNotBlank();
                look(secrets, "the log of " + pod.name(), log);
                look(secrets, "the command line of " + pod.name(), proc(system.pid(pod), "cmdline"));
            }
            errors.forEach(error -> look(secrets, "an error", error));
        }
    }

    /** Runs, failures, a restart of the agent, and requests that are refused; what the refusals say. */
    private static List<String> use(HawserSystem system) {
        Api api = system.api();
        String thread = api.newThread();
        api.awaitAnswer(thread, api.run(thread, "hello"), Duration.ofSeconds(20));
        var errors = new ArrayList<String>();
        errors.add(new Api(system.url(), system.token() + "x")
                .call("GET", "/api/me", "")
                .body()
                .toString());
        errors.add(api.call("POST", "/api/links/session", "{}").body().toString());
        errors.add(api.call("GET", "/api/links/" + system.link() + "/proxy/nothing/", "")
                .body()
                .toString());
        errors.add(api.call("POST", "/api/tokens", "{\"nonsense\":1}").body().toString());
        system.stop(new Pod(Part.AGENT, 1));
        system.start(new Pod(Part.AGENT, 1));
        api.awaitAnswer(thread, api.run(thread, "hello again"), Duration.ofSeconds(20));
        return errors;
    }

    private static Map<String, String> secrets(HawserSystem system, List<Pod> pods) throws IOException {
        var secrets = new TreeMap<String, String>();
        for (Pod pod : pods) {
            for (String variable : proc(system.pid(pod), "environ").split("\0", -1)) {
                String[] sides = variable.split("=", 2);
                if (sides.length < 2) {
                    continue;
                }
                if (CREDENTIALS_NAME.matcher(sides[0]).matches()) {
                    Files.readString(Path.of(sides[1]))
                            .lines()
                            .filter(line -> line.length() >= SHORTEST && !line.contains(" ") && !line.startsWith("-"))
                            .forEach(line -> secrets.put(sides[0] + " " + line.hashCode(), line));
                } else if (SECRET_NAME.matcher(sides[0]).matches()
                        && sides[1].length() >= SHORTEST
                        && !sides[1].startsWith("/")) {
                    secrets.put(sides[0], sides[1]);
                }
            }
        }
        secrets.put("api token", system.token());
        secrets.put("a sign-in code", URI.create(system.freshSignInLink()).getQuery());
        secrets.put("any JWT", JWT);
        return secrets;
    }

    private static void look(Map<String, String> secrets, String where, String text) {
        secrets.forEach((name, secret) ->
                assertThat(text.contains(secret)).as("%s is in %s", name, where).isFalse());
    }

    private static String proc(long pid, String what) throws IOException {
        return new String(Files.readAllBytes(Path.of("/proc", Long.toString(pid), what)), UTF_8);
    }
}
