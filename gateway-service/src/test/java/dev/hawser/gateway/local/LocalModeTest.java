package dev.hawser.gateway.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hawser.gateway.support.Api;
import dev.hawser.gateway.support.GatewayStack;
import dev.hawser.gateway.support.World;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(GatewayStack.class)
class LocalModeTest {

    private static final String[] SAME_ORIGIN = {
        "Sec-Fetch-Site", "same-origin", "Content-Type", "application/x-www-form-urlencoded"
    };

    @Inject
    LocalAccount account;

    @Inject
    SignInLinks links;

    private final Path folder = Path.of(World.setting("hawser.local.folder"));

    @Test
    void theCredentialsAreInPrivateFilesAndWork() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        for (String name : new String[] {"cli-token", "link-id", "link-token", "sign-in-link"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
        try (var files = Files.list(folder)) {
            assertThat(files).hasSize(4);
        }

        Api cli = Api.withToken(file("cli-token"));
        assertThat(cli.get("/api/me").text("display")).isEqualTo("Local user");
        assertThat(cli.get("/api/links").json().at("/links/0/id").asText()).isEqualTo(file("link-id"));
        assertThat(Api.withToken(file("link-token")).get("/api/me").problem()).isEqualTo("403 forbidden");
    }

    @Test
    void anotherStartKeepsWhatHolds() throws IOException {
        var known = new LocalAccount.Known(
                dev.hawser.gateway.identity.Token.parse(file("cli-token")),
                java.util.Optional.of(file("link-id")),
                dev.hawser.gateway.identity.Token.parse(file("link-token")));

        LocalAccount.Credentials again = account.ensure(known).await().indefinitely();
        LocalAccount.Credentials lost = account.ensure(new LocalAccount.Known(
                        java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty()))
                .await()
                .indefinitely();

        assertThat(again.cliToken().text()).isEqualTo(file("cli-token"));
        assertThat(again.linkToken().text()).isEqualTo(file("link-token"));
        assertThat(lost.user()).isEqualTo(again.user());
        assertThat(lost.linkId()).isEqualTo(again.linkId());
        assertThat(lost.cliToken().text()).isNotEqualTo(again.cliToken().text());
        assertThat(Api.withToken(lost.cliToken().text()).get("/api/me").status())
                .isEqualTo(200);
    }

    @Test
    void aSignInLinkWorksOnceAndLookingAtItDoesNotUseItUp() throws IOException {
        Api.Answer made = Api.withToken(file("cli-token")).post("/api/local/sign-in-link", "");
        assertThat(made.status()).isEqualTo(200);
        assertThat(Instant.parse(made.text("expiresAt"))).isAfter(Instant.now().plusSeconds(500));
        String code = code(made.text("url"));
        Api browser = Api.anonymous();

        for (int look = 0; look < 3; look++) {
            Api.Answer page = browser.get("/sign-in?code=" + code);
            assertThat(page.status()).isEqualTo(200);
            assertThat(page.body()).contains(code).contains("<form method=\"post\"");
        }
        Api.Answer signedIn = browser.post("/sign-in", "code=" + code, SAME_ORIGIN);
        assertThat(signedIn.status()).isEqualTo(303);
        assertThat(signedIn.headers().firstValue("Location")).hasValue("/");
        String cookie = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(browser.get("/api/me", "Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .text("display"))
                .isEqualTo("Local user");

        Api.Answer second = browser.post("/sign-in", "code=" + code, SAME_ORIGIN);
        assertThat(second.status()).isEqualTo(410);
        assertThat(second.body()).contains("./hawser up");
        assertThat(second.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void anExpiredOrForgedCodeSignsNobodyIn() {
        String user = account.ensure(new LocalAccount.Known(
                        java.util.Optional.empty(), java.util.Optional.empty(), java.util.Optional.empty()))
                .await()
                .indefinitely()
                .user();
        String code = code(links.create(user).await().indefinitely().url());
        World.get().db().update("UPDATE sign_in_links SET expires_at = now() WHERE owner = ?", user);

        for (String bad : new String[] {code, "hws_" + "A".repeat(43), "x", "%22%3E%3Cscript%3E"}) {
            Api.Answer answer = Api.anonymous().post("/sign-in", "code=" + bad, SAME_ORIGIN);
            assertThat(answer.status()).isEqualTo(410);
            assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
        }
        assertThat(Api.anonymous().get("/sign-in?code=%22%3E%3Cscript%3E").body())
                .doesNotContain("\"><script>");
        assertThat(Api.anonymous()
                        .post("/sign-in", "code=" + code, "Content-Type", "application/x-www-form-urlencoded")
                        .problem())
                .isEqualTo("403 forbidden");
    }

    @Test
    void aSignInLinkNeedsAToken() {
        assertThat(Api.anonymous().post("/api/local/sign-in-link", "").problem())
                .isEqualTo("401 unauthenticated");
    }

    @Test
    void localModeIsRefusedInProductionAndOnPublicAddresses() {
        LocalMode.check("development", true, true);
        LocalMode.check("production", false, false);
        assertThatThrownBy(() -> LocalMode.check("production", true, true)).hasMessageContaining("HAWSER_LOCAL_MODE");
        assertThatThrownBy(() -> LocalMode.check("development", true, false)).hasMessageContaining("HAWSER_PUBLIC_URL");
        assertThatThrownBy(() -> LocalMode.check("prod", false, true)).hasMessageContaining("HAWSER_PROFILE");
    }

    private String file(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private static String code(String url) {
        return URI.create(url).getQuery().substring("code=".length());
    }
}
