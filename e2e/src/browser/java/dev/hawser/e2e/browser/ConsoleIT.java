package dev.hawser.e2e.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.hawser.e2e.system.HawserSystem;
import dev.hawser.e2e.system.Part;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees: tokens arrive, a reload in the middle loses nothing, an offline desktop is said. I5, I9. */
@Timeout(120)
class ConsoleIT {

    private static final double LIMIT_MILLIS = 30_000;
    private static final LocatorAssertions.ContainsTextOptions SLOW =
            new LocatorAssertions.ContainsTextOptions().setTimeout(LIMIT_MILLIS);

    private static final LocatorAssertions.HasAttributeOptions LONG =
            new LocatorAssertions.HasAttributeOptions().setTimeout(LIMIT_MILLIS);

    private static HawserSystem system;
    private static Chromium chromium;

    private Page page;

    @BeforeAll
    static void startsEverything() {
        PlaywrightAssertions.setDefaultAssertionTimeout(LIMIT_MILLIS);
        system = HawserSystem.start();
        chromium = new Chromium();
    }

    @AfterAll
    static void stopsEverything() {
        chromium.close();
        system.close();
    }

    @BeforeEach
    void signsIn() {
        page = chromium.page();
        page.navigate(system.freshSignInLink());
        assertThat(page.getByTestId("composer-input")).isVisible();
    }

    @AfterEach
    void closesThePage() {
        page.context().close();
    }

    @Test
    void anAnswerArrivesTokenByTokenAndSurvivesAReloadInTheMiddle() {
        send("slow:60x100");
        Locator answer = page.getByTestId("text-part").first();
        assertThat(answer).containsText("chunk-10", SLOW);
        assertThat(page.getByTestId("caret")).isVisible();
        Chromium.picture(page, "streaming");

        page.reload();

        assertThat(answer).containsText("chunk-60", SLOW);
        assertThat(page.getByTestId("turn").first())
                .hasAttribute("data-state", "succeeded", new LocatorAssertions.HasAttributeOptions()
                        .setTimeout(LIMIT_MILLIS));
        assertThat(answer.textContent().replaceAll("\\s+", "")).isEqualTo(chunks(60));
        assertThat(page.getByTestId("text-part")).hasCount(1);
        Chromium.picture(page, "answered");
    }

    @Test
    void whoIsNotSignedInIsToldHow() {
        Page stranger = chromium.page();
        stranger.navigate(system.url().toString());

        assertThat(stranger.getByTestId("sign-in")).isVisible();
        Chromium.picture(stranger, "sign-in");
        stranger.context().close();
    }

    @Test
    void anOfflineDesktopIsShownAndTheRunSaysWhyItFailed() {
        assertThat(page.getByTestId("desktop-indicator")).hasAttribute("data-state", "online");
        system.stop(Part.AGENT);
        try {
            send("anybody there?");

            assertThat(page.getByTestId("run-error")).hasAttribute("data-code", "link_offline");
            assertThat(page.getByTestId("desktop-indicator"))
                    .hasAttribute("data-state", "offline", new LocatorAssertions.HasAttributeOptions()
                            .setTimeout(LIMIT_MILLIS));
            Chromium.picture(page, "offline");
        } finally {
            system.start(Part.AGENT);
        }
    }

    @Test
    void anAnswerIsStoppedAndWrittenAgain() {
        send("slow:30x100");
        Locator turn = page.getByTestId("turn").first();
        assertThat(page.getByTestId("text-part").first()).containsText("chunk-3", SLOW);

        page.getByTestId("stop-button").click();

        assertThat(turn).hasAttribute("data-state", "cancelled", LONG);
        Chromium.picture(page, "stopped");
        page.getByTestId("retry-button").click();
        assertThat(page.getByTestId("turn").first()).hasAttribute("data-state", "succeeded", LONG);
        assertThat(page.getByTestId("turn")).hasCount(1);
        assertThat(page.getByTestId("text-part")).hasCount(1);
        assertThat(page.getByTestId("text-part").first().textContent().replaceAll("\\s+", ""))
                .isEqualTo(chunks(30));
        Chromium.picture(page, "answered-again");
        page.reload();
        assertThat(page.getByTestId("text-part")).hasCount(1);
    }

    @Test
    void aMessageThatWaitsIsRemovedFromTheQueue() {
        send("slow:30x100");
        assertThat(page.getByTestId("text-part").first()).containsText("chunk-2", SLOW);
        page.getByTestId("composer-input").fill("never mind");
        page.getByTestId("send-button").click();
        Locator second = page.getByTestId("turn").nth(1);
        assertThat(second).hasAttribute("data-state", "queued", LONG);
        Chromium.picture(page, "queued");

        second.getByTestId("remove-button").click();

        assertThat(second).hasAttribute("data-state", "cancelled", LONG);
        assertThat(page.getByTestId("turn").first()).hasAttribute("data-state", "succeeded", LONG);
        assertThat(second.getByTestId("text-part")).hasCount(0);
    }

    @Test
    void anotherWindowIsToldWhatHappensAndAPhoneShowsIt() {
        assertThat(page.getByTestId("workspace")).hasAttribute("data-updates", "watched", LONG);
        Page phone = chromium.phone();
        phone.navigate(system.freshSignInLink());
        assertThat(phone.getByTestId("workspace")).hasAttribute("data-updates", "watched", LONG);
        send("slow:10x100");
        String thread = page.getByTestId("thread").getAttribute("data-thread-id");

        phone.getByTestId("threads-toggle").click();
        Locator entry = phone.locator("[data-thread-id='" + thread + "'][data-testid='thread-item']");
        assertThat(entry).isVisible();
        Chromium.picture(phone, "phone-threads");
        entry.click();
        assertThat(phone.getByTestId("turn").first()).hasAttribute("data-state", "succeeded", LONG);
        assertThat(phone.getByTestId("text-part").first()).containsText("chunk-10", SLOW);
        Chromium.picture(phone, "phone-answered");
        assertThat((Boolean) phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth"))
                .isTrue();
        assertThat(phone.evaluate("getComputedStyle(document.body).backgroundColor"))
                .isNotEqualTo(page.evaluate("getComputedStyle(document.body).backgroundColor"));
        page.getByTestId("composer-input").fill("from the desk");
        page.keyboard().press("Enter");
        assertThat(phone.getByTestId("user-message").nth(1)).containsText("from the desk", SLOW);
        phone.context().close();
    }

    @Test
    void theKeyboardReachesEverythingThatActs() {
        send("once");
        assertThat(page.getByTestId("turn").first()).hasAttribute("data-state", "succeeded", LONG);
        page.getByTestId("retry-button").focus();

        page.keyboard().press("Enter");

        assertThat(page.getByTestId("turn").first()).hasAttribute("data-state", "succeeded", LONG);
        page.keyboard().press("Shift+Tab");
        page.getByTestId("composer-input").focus();
        page.keyboard().type("two");
        page.keyboard().press("Shift+Enter");
        page.keyboard().type("lines");
        page.keyboard().press("Enter");
        assertThat(page.getByTestId("user-message").nth(1)).containsText("two", SLOW);
        assertThat(page.getByTestId("user-text").nth(1).textContent()).isEqualTo("two\nlines");
    }

    private void send(String text) {
        page.getByTestId("new-thread").click();
        page.getByTestId("composer-input").fill(text);
        page.getByTestId("send-button").click();
        assertThat(page.getByTestId("user-message")).containsText(text);
    }

    private static String chunks(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "chunk-" + i).collect(Collectors.joining());
    }
}
