package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import io.edgedfa.host.fleet.FleetSettings;
import java.nio.file.Path;

/**
 * The broker.
 *
 * @param url      null for one inside the host's process
 * @param port     of the one inside, 0 for a free one
 * @param username null to connect without login
 * @param password null to connect without login
 * @param tls      null for what came with Java
 */
public record BrokerConfig(String url, int port, String group, String username, String password, TlsFiles tls) {

    static BrokerConfig read(ConfigReader reader) {
        String url = reader.parsed("broker.url", "", "tcp://HOST:PORT or ssl://HOST:PORT", BrokerConfig::requireUrl);
        int port = (int) reader.integer("broker.port", 1883L, 0, 65_535);
        String group = reader.parsed("broker.group", FleetSettings.DEFAULT_GROUP, "1 to 128 characters without / + #, or + alone",
                BrokerConfig::requireGroup);
        String username = reader.string("broker.username", "");
        Path passwordFile = reader.optionalPath("broker.password-file");
        if (username.isEmpty() != (passwordFile == null)) {
            throw reader.refusal(username.isEmpty() ? "broker.password-file" : "broker.username",
                    "only together with " + (username.isEmpty() ? "broker.username" : "broker.password-file"));
        }
        if (url.isEmpty()) {
            refuse(reader, passwordFile, "broker.username", "only together with broker.url");
        }
        TlsFiles tls = tls(reader, url.startsWith("ssl:"));
        String password = passwordFile == null ? null : SecretFile.read(reader, "broker.password-file", passwordFile);
        return new BrokerConfig(url.isEmpty() ? null : url, port, group, username.isEmpty() ? null : username, password, tls);
    }

    private static TlsFiles tls(ConfigReader reader, boolean ssl) {
        Path ca = reader.optionalPath("broker.ca");
        Path certificate = reader.optionalPath("broker.certificate");
        Path key = reader.optionalPath("broker.key");
        if (!ssl) {
            String reason = "only together with a broker.url that begins with ssl://";
            refuse(reader, ca, "broker.ca", reason);
            refuse(reader, certificate, "broker.certificate", reason);
            refuse(reader, key, "broker.key", reason);
        }
        if ((certificate == null) != (key == null)) {
            refuse(reader, certificate, "broker.certificate", "only together with broker.key");
            refuse(reader, key, "broker.key", "only together with broker.certificate");
        }
        return ca == null && key == null ? null : new TlsFiles(ca, certificate, key);
    }

    private static void refuse(ConfigReader reader, Path value, String key, String reason) {
        if (value != null) {
            throw reader.refusal(key, reason);
        }
    }

    private static String requireUrl(String url) {
        if (!url.isEmpty()) {
            FleetSettings.of(url, FleetSettings.DEFAULT_GROUP);
        }
        return url;
    }

    private static String requireGroup(String group) {
        if (!group.equals(FleetSettings.ALL_GROUPS)) {
            Topic.requireId("group", group);
        }
        return group;
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "BrokerConfig[" + url + ", port " + port + ", group " + group + "]";
    }
}
