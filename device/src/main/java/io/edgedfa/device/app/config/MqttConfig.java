package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.board.Identity;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.device.telemetry.MqttEndpoint;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/**
 * Brokers, and who the board is there.
 *
 * @param reports  where reports and events go
 * @param site     the broker that samples come from and predictions go to; that of the reports unless told otherwise
 * @param reportMs milliseconds between reports
 */
public record MqttConfig(EdgeNodeSettings reports, MqttEndpoint site, long reportMs) {
    static final String INTERVAL = "report.interval-ms";

    static MqttConfig read(ConfigReader reader) {
        String hostName = Identity.hostName(Path.of("/")).orElse("board");
        String id = reader.parsed("board.id", hostName, "1 to 128 characters without / + #", name -> Topic.requireId("id", name));
        String group = reader.parsed("board.group", "edgedfa", "1 to 128 characters without / + #", name -> Topic.requireId("group", name));
        EdgeNodeSettings broker = settings(reader, "mqtt", null, group, id);
        EdgeNodeSettings reports = reader.parsed("mqtt.primary-host", "", "1 to 128 characters without / + #, or none",
                host -> host.isEmpty() ? broker : broker.withPrimaryHost(host));
        EdgeNodeSettings site = reports;
        if (reader.has("site.broker")) {
            site = settings(reader, "site", null, group, id);
        } else {
            reader.refuse("only together with site.broker", "site.username", "site.password-file", "site.ca-file", "site.certificate-file",
                    "site.key-file");
        }
        return new MqttConfig(reports, site.endpoint(), reader.integer(INTERVAL, 1000L, 100, 3_600_000));
    }

    private static EdgeNodeSettings settings(ConfigReader reader, String table, String absent, String group, String id) {
        EdgeNodeSettings settings = reader.parsed(table + ".broker", absent, "tcp://HOST[:PORT] or ssl://HOST[:PORT]",
                uri -> EdgeNodeSettings.of(URI.create(uri), group, id, BoardMetrics.LEARNER));
        settings = settings.withTls(tls(reader, table, settings.brokerUri()));
        String username = reader.string(table + ".username", "");
        String passwordFile = reader.string(table + ".password-file", "");
        if (username.isEmpty()) {
            if (!passwordFile.isEmpty()) {
                throw reader.refusal(table + ".password-file", "only together with " + table + ".username");
            }
            return settings;
        }
        return settings.withLogin(username,
                passwordFile.isEmpty() ? null : new PasswordFile(reader.path(table + ".password-file", null)));
    }

    /** Null where the table names no files. They are read now, too: a mistake in them is better told before the board runs. */
    private static TlsFiles tls(ConfigReader reader, String table, URI broker) {
        Path ca = file(reader, table + ".ca-file");
        Path certificate = file(reader, table + ".certificate-file");
        Path key = file(reader, table + ".key-file");
        if (ca == null && certificate == null && key == null) {
            return null;
        }
        String first = table + (ca != null ? ".ca-file" : certificate != null ? ".certificate-file" : ".key-file");
        if (!broker.getScheme().equals("ssl")) {
            throw reader.refusal(first, "only together with " + table + ".broker = \"ssl://HOST[:PORT]\"");
        }
        if ((certificate == null) != (key == null)) {
            throw reader.refusal(first, table + ".certificate-file and " + table + ".key-file together, or neither");
        }
        TlsFiles files = new TlsFiles(ca, certificate, key);
        try {
            files.context();
            return files;
        } catch (IOException e) {
            throw reader.refusal(first, "readable PEM files, but " + e.getMessage());
        }
    }

    private static Path file(ConfigReader reader, String key) {
        return reader.string(key, "").isEmpty() ? null : reader.path(key, null);
    }
}
