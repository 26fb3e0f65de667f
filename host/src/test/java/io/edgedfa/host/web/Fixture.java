package io.edgedfa.host.web;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Tests of pages: one browser for a class, a host with made up answers for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class Fixture {
    static final List<String> SCHEMES = List.of("light", "dark");

    Browser browser;
    FixtureHost host;

    @BeforeAll
    void startBrowser(@TempDir Path profile) {
        Browser.assumeInstalled();
        browser = new Browser(profile);
    }

    @AfterAll
    void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void startHost() {
        host = new FixtureHost();
        browser.complaints();
        browser.resize(1280, 900);
        browser.prefer("light");
    }

    @AfterEach
    void stopHost() {
        browser.open("about:blank");
        host.close();
    }

    void open(String path) {
        browser.open(host.uri(path));
    }

    /** Both schemes on a desktop's and on a phone's screen. */
    void photograph(String name, int height) throws Exception {
        for (String scheme : SCHEMES) {
            browser.prefer(scheme);
            browser.resize(1280, height);
            browser.settle();
            browser.screenshot(name + "-desktop-" + scheme);
            browser.resize(360, 2 * height);
            browser.settle();
            browser.screenshot(name + "-phone-" + scheme);
        }
    }
}
