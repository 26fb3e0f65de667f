package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.web.WebSettings;
import java.nio.file.Path;
import java.util.List;

/** The part of the configuration that {@link WebSettings} is made of. */
final class WebConfig {
    private static final String ALL = "all";

    private WebConfig() {}

    static WebSettings read(ConfigReader reader, LimitsConfig limits) {
        String host = reader.string("web.host", WebSettings.DEFAULT_HOST);
        int port = (int) reader.integer("web.port", (long) WebSettings.DEFAULT_PORT, 0, 65_535);
        Path certificate = reader.optionalPath("web.certificate");
        Path key = reader.optionalPath("web.key");
        if ((certificate == null) != (key == null)) {
            throw reader.refusal(key == null ? "web.certificate" : "web.key",
                    "only together with " + (key == null ? "web.key" : "web.certificate"));
        }
        boolean tokensToRead = reader.choice("web.tokens", "changes", List.of("changes", ALL)).equals(ALL);
        Path results = reader.path("results.dir", WebSettings.DEFAULT_RESULTS);
        if (!WebSettings.isLoopback(host) && (key == null || !tokensToRead)) {
            throw reader.refusal("web.host", "off loopback only together with web.certificate, web.key and web.tokens = \"all\"");
        }
        TlsFiles tls = key == null ? null : new TlsFiles(null, certificate, key);
        return new WebSettings(host, port, tls, tokensToRead, results, limits.metricsBoards());
    }
}
