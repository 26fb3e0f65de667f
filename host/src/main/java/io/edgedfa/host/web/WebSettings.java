package io.edgedfa.host.web;

import java.nio.file.Path;

/**
 * Where the web server listens and what it shows.
 *
 * @param host    a loopback address: there is no login, so nobody else may reach the server
 * @param port    0 for a free one
 * @param results folder with the results of experiments, one folder each; need not exist
 */
public record WebSettings(String host, int port, Path results) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final Path DEFAULT_RESULTS = Path.of("results");

    /** @throws IllegalArgumentException if the port is out of range */
    public WebSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("web port is " + port + ", allowed are 0 to 65535");
        }
    }

    /** On this machine only. */
    public static WebSettings local(int port) {
        return new WebSettings(DEFAULT_HOST, port, DEFAULT_RESULTS);
    }
}
