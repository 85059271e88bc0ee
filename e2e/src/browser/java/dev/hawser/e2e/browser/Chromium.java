package dev.hawser.e2e.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Debian's Chromium without a screen. */
final class Chromium implements AutoCloseable {

    private static final Path PROGRAM = Path.of("/usr/bin/chromium");

    private final Playwright playwright = Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    private final Browser browser = playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions()
                    .setExecutablePath(PROGRAM)
                    .setArgs(List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-quic",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));

    /** A page with cookies of its own. */
    Page page() {
        return browser.newContext(new Browser.NewContextOptions().setViewportSize(1100, 760))
                .newPage();
    }

    /** A page on a phone that prefers the dark, with cookies of its own. */
    Page phone() {
        return browser.newContext(new Browser.NewContextOptions()
                        .setViewportSize(390, 780)
                        .setIsMobile(true)
                        .setHasTouch(true)
                        .setColorScheme(ColorScheme.DARK))
                .newPage();
    }

    /** Keeps a picture of a page in {@code target/screenshots}. */
    static void picture(Page page, String name) {
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Path.of("target/screenshots").resolve(name + ".png")));
    }

    @Override
    public void close() {
        playwright.close();
    }
}
