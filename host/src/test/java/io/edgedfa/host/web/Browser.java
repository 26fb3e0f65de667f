package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.logging.Level;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;

/** Chromium without a screen. Binaries: properties or environment {@code CHROMIUM} and {@code CHROMEDRIVER}, else /usr/bin. */
final class Browser implements AutoCloseable {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private final ChromeDriver driver;

    /** @param folder a new one: the profile goes there */
    Browser(Path folder) {
        ChromeOptions options = new ChromeOptions();
        options.setBinary(binary("CHROMIUM", "/usr/bin/chromium").toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
                "--user-data-dir=" + folder.resolve("profile"));
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder()
                .usingDriverExecutable(binary("CHROMEDRIVER", "/usr/bin/chromedriver").toFile())
                .build(), options);
        driver.manage().timeouts().pageLoadTimeout(Duration.ofSeconds(30));
    }

    /** Skips the test, saying why, if there is no browser; fails it where one is meant to be (CI=true). */
    static void assumeInstalled() {
        Path chromium = binary("CHROMIUM", "/usr/bin/chromium");
        Path driver = binary("CHROMEDRIVER", "/usr/bin/chromedriver");
        boolean installed = Files.isExecutable(chromium) && Files.isExecutable(driver);
        String reason = "dashboard tests need Chromium and its driver; looked for " + chromium + " and " + driver;
        if (!installed) {
            assertFalse("true".equals(System.getenv("CI")), reason);
            System.out.println("skipped: " + reason);
        }
        assumeTrue(installed, reason);
    }

    private static Path binary(String name, String usual) {
        String environment = System.getenv(name);
        return Path.of(System.getProperty(name, environment == null ? usual : environment));
    }

    void open(String uri) {
        driver.get(uri);
    }

    /** Lays the page out as on a screen of that size, in CSS pixels. */
    void resize(int width, int height) {
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    void prefer(String scheme) {
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
    }

    /** Waits for the element. */
    WebElement find(String css) throws Exception {
        Rig.await(css + " on " + driver.getCurrentUrl(), () -> !all(css).isEmpty());
        return all(css).get(0);
    }

    List<WebElement> all(String css) {
        return driver.findElements(By.cssSelector(css));
    }

    /** The element's text as it is now; empty if it is not there. */
    String text(String css) {
        return String.valueOf(run("return document.querySelector(arguments[0])?.textContent ?? ''", css));
    }

    /** Waits until a part of the page says it, whatever else it says. */
    void awaitText(String css, String part) throws Exception {
        try {
            Rig.await(css, () -> text(css).contains(part));
        } catch (AssertionError e) {
            throw new AssertionError("'" + part + "' in '" + text(css) + "'", e);
        }
    }

    void click(String css) throws Exception {
        find(css).click();
    }

    /** To whatever has the focus. */
    void press(CharSequence... keys) {
        new Actions(driver).sendKeys(keys).perform();
    }

    /** From one place to another, in pixels from the element's centre. */
    void drag(WebElement element, int fromX, int toX) {
        new Actions(driver).moveToElement(element, fromX, 0).clickAndHold().moveToElement(element, (fromX + toX) / 2, 0)
                .moveToElement(element, toX, 0).release().perform();
    }

    String address() {
        return driver.getCurrentUrl();
    }

    /** Whether the page is no wider than the window. */
    boolean fits() {
        return Boolean.TRUE.equals(run("return document.documentElement.scrollWidth <= document.documentElement.clientWidth"));
    }

    Object run(String script, Object... arguments) {
        return driver.executeScript(script, arguments);
    }

    /** What the browser complained about, e.g. a refused script. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
    }

    /** Waits until the page has been drawn twice more. */
    void settle() {
        driver.executeAsyncScript("const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))");
    }

    void screenshot(String name) throws IOException {
        Files.createDirectories(SCREENSHOTS);
        Files.write(SCREENSHOTS.resolve(name + ".png"), driver.getScreenshotAs(OutputType.BYTES));
    }

    @Override
    public void close() {
        driver.quit();
    }
}
