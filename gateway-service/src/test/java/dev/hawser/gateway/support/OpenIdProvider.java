package dev.hawser.gateway.support;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.awaitility.Awaitility;

/**
 * An OpenID provider in a process of its own: discovery, keys, authorization code with PKCE, and a page where anybody signs
 * in as whom they like. One for all tests of a JVM.
 */
public final class OpenIdProvider {

    private static final String MAIN = "no.nav.security.mock.oauth2.StandaloneMockOAuth2ServerKt";
    private static final Duration START = Duration.ofSeconds(60);

    private final URI server;

    private OpenIdProvider(URI server) {
        this.server = server;
    }

    /** Starts it; it ends with this JVM. */
    public static OpenIdProvider start() {
        try {
            int port = freePort();
            var builder = new ProcessBuilder(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx128m",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:+UseSerialGC",
                    "-cp",
                    System.getProperty("java.class.path"),
                    MAIN);
            builder.environment().put("SERVER_PORT", Integer.toString(port));
            builder.environment().put("JSON_CONFIG", "{\"interactiveLogin\": true}");
            builder.redirectErrorStream(true)
                    .redirectOutput(Path.of("target", "openid-provider.log").toFile());
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            var provider = new OpenIdProvider(URI.create("http://localhost:" + port));
            provider.awaitReady(process);
            return provider;
        } catch (IOException e) {
            throw new IllegalStateException("the OpenID provider does not start; see target/openid-provider.log", e);
        }
    }

    /** One of its issuers, which all have keys of their own. */
    public URI issuer(String name) {
        return server.resolve("/" + name);
    }

    private void awaitReady(Process process) {
        HttpRequest discovery = HttpRequest.newBuilder(
                        URI.create(issuer("hawser") + "/.well-known/openid-configuration"))
                .timeout(Duration.ofSeconds(5))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Awaitility.await()
                    .atMost(START)
                    .ignoreExceptionsInstanceOf(IOException.class)
                    .until(() -> {
                        if (!process.isAlive()) {
                            throw new IllegalStateException(
                                    "the OpenID provider ended; see target/openid-provider.log");
                        }
                        return client.send(discovery, HttpResponse.BodyHandlers.discarding())
                                        .statusCode()
                                == 200;
                    });
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
