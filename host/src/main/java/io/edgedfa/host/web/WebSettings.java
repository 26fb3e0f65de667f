package io.edgedfa.host.web;

import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * Where the web server listens, who may ask it, and what it shows.
 *
 * @param host          address to listen on
 * @param port          0 for a free one
 * @param tls           certificate and key for https; null for http
 * @param tokensToRead  whether reading needs a token, too; changing anything always does
 * @param results       folder with the results of experiments, one folder each; need not exist
 * @param metricsBoards up to so many boards {@code /metrics} has each one
 */
public record WebSettings(String host, int port, TlsFiles tls, boolean tokensToRead, Path results, int metricsBoards) {
    public static final String DEFAULT_HOST = "127.0.0.1";
    public static final int DEFAULT_PORT = 8080;
    public static final Path DEFAULT_RESULTS = Path.of("results");
    public static final int DEFAULT_METRICS_BOARDS = 500;

    /** @throws IllegalArgumentException if the port is out of range, or others could read or listen in */
    public WebSettings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("web port is " + port + ", allowed are 0 to 65535");
        }
        if (!isLoopback(host) && (tls == null || !tokensToRead)) {
            throw new IllegalArgumentException("web address is '" + host
                    + "'; allowed is a loopback address, or any other with a certificate, its key, and tokens for reading");
        }
        if (tls != null && tls.key() == null) {
            throw new IllegalArgumentException("web key is missing; https needs a certificate and its key");
        }
    }

    /** On this machine only, without TLS; only changes need a token. */
    public static WebSettings local(int port) {
        return new WebSettings(DEFAULT_HOST, port, null, false, DEFAULT_RESULTS, DEFAULT_METRICS_BOARDS);
    }

    /** Whether only this machine can reach the address; false for one that nobody knows. */
    public static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
