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

    List<WebElement> cards() {
        return driver.findElements(By.cssSelector("article.card"));
    }

    WebElement card(String board) {
        return cards().stream().filter(card -> board.equals(card.getDomAttribute("data-board"))).findFirst().orElseThrow();
    }

    /** Points of accuracy in the card's chart; 0 before it is drawn. */
    static int points(WebElement card) {
        String points = card.findElement(By.tagName("canvas")).getDomAttribute("data-points");
        return points == null ? 0 : Integer.parseInt(points);
    }

    static String text(WebElement card, String field) {
        return card.findElement(By.cssSelector("[data-field=" + field + "]")).getText();
    }

    WebElement byId(String id) {
        return driver.findElement(By.id(id));
    }

    Object run(String script) {
        return driver.executeScript(script);
    }

    /** What the browser complained about, e.g. a refused script. */
    List<String> complaints() {
        return driver.manage().logs().get(LogType.BROWSER).getAll().stream()
                .filter(entry -> entry.getLevel().intValue() >= Level.WARNING.intValue())
                .map(Object::toString)
                .toList();
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
