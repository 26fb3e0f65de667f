package io.edgedfa.host.fleet;

import io.edgedfa.device.telemetry.sparkplug.Topic;
import io.edgedfa.device.telemetry.tls.TlsFiles;
import java.net.URI;
import java.time.Duration;

/**
 * Which broker and boards, and the limits that hold.
 *
 * @param brokerUri    {@code tcp://host:port} or {@code ssl://host:port}
 * @param group        Sparkplug group id; {@link #ALL_GROUPS} for every group
 * @param username     null to connect without
 * @param password     null to connect without
 * @param tls          for {@code ssl}; null for the authorities that came with Java and no certificate
 * @param staleAfter   a board without a message for longer is shown dead
 * @param rebirthEvery least time between two requests for a birth certificate to the same board
 * @param maxBoards    further boards are refused and counted
 * @param maxMetrics   further metrics of a board are ignored
 */
public record FleetSettings(
        String brokerUri,
        String group,
        String username,
        String password,
        TlsFiles tls,
        Duration staleAfter,
        Duration rebirthEvery,
        int maxBoards,
        int maxMetrics) {
    public static final String DEFAULT_GROUP = "edgedfa";
    public static final String ALL_GROUPS = "+";

    /** @throws IllegalArgumentException with the name, the value and what is allowed */
    public FleetSettings {
        requireBroker(brokerUri);
        if (!ALL_GROUPS.equals(group)) {
            Topic.requireId("group", group);
        }
        if (staleAfter.toMillis() <= 0 || rebirthEvery.toMillis() <= 0 || maxBoards <= 0 || maxMetrics <= 0) {
            throw new IllegalArgumentException("staleAfter is " + staleAfter + ", rebirthEvery " + rebirthEvery + ", maxBoards "
                    + maxBoards + ", maxMetrics " + maxMetrics + "; all must be positive");
        }
    }

    /** No login, 10 s to stale, one request per 5 s, 10,000 boards, 200 metrics each. */
    public static FleetSettings of(String brokerUri, String group) {
        return new FleetSettings(brokerUri, group, null, null, null, Duration.ofSeconds(10), Duration.ofSeconds(5), 10_000, 200);
    }

    public FleetSettings withLogin(String name, String secret) {
        return new FleetSettings(brokerUri, group, name, secret, tls, staleAfter, rebirthEvery, maxBoards, maxMetrics);
    }

    public FleetSettings withTls(TlsFiles files) {
        return new FleetSettings(brokerUri, group, username, password, files, staleAfter, rebirthEvery, maxBoards, maxMetrics);
    }

    public FleetSettings withStaleAfter(Duration time) {
        return new FleetSettings(brokerUri, group, username, password, tls, time, rebirthEvery, maxBoards, maxMetrics);
    }

    private static void requireBroker(String uri) {
        try {
            URI parsed = URI.create(uri);
            boolean known = "tcp".equals(parsed.getScheme()) || "ssl".equals(parsed.getScheme());
            if (known && parsed.getHost() != null && parsed.getPort() > 0 && parsed.getUserInfo() == null) {
                return;
            }
        } catch (IllegalArgumentException e) {
            // said below, in our words
        }
        throw new IllegalArgumentException("broker is '" + uri + "'; allowed are tcp://host:port and ssl://host:port");
    }

    /** Says nothing of the password. */
    @Override
    public String toString() {
        return "FleetSettings[" + brokerUri + ", group " + group + ", stale after " + staleAfter + "]";
    }
}
