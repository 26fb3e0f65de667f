package io.edgedfa.host.simulate;

import io.edgedfa.device.telemetry.sparkplug.Topic;
import java.net.URI;

/**
 * What to simulate.
 *
 * @param brokerUri        {@code tcp://host:port} or {@code ssl://host:port}
 * @param group            Sparkplug group id; with several groups their numbers are appended
 * @param groups           boards are dealt out to so many groups
 * @param boards           how many
 * @param metricsPerSecond readings all boards together make a second
 * @param seconds          how long they make readings, once all are connected
 * @param connectsPerSecond most attempts to connect that begin in one second
 * @param drainSeconds     longest wait for acknowledgements afterwards
 * @param seed             same seed, same boards
 */
public record SimulationSettings(String brokerUri, String group, int groups, int boards, int metricsPerSecond, int seconds,
        int connectsPerSecond, int drainSeconds, long seed) {
    public static final int MAX_BOARDS = 20_000;
    /** Entries that all outboxes together hold, about 150 MB; each has an equal share. */
    public static final int MAX_WAITING = 500_000;

    /** @throws IllegalArgumentException with the name, the value and what is allowed */
    public SimulationSettings {
        requireBroker(brokerUri);
        Topic.requireId("group", group + "-" + groups);
        require("groups", groups, 1, 100);
        require("boards", boards, 1, MAX_BOARDS);
        require("rate", metricsPerSecond, 1, 1_000_000);
        require("seconds", seconds, 1, 30 * 24 * 3_600);
        require("ramp", connectsPerSecond, 1, 10_000);
        require("drain", drainSeconds, 1, 3_600);
    }

    /** One group, 250 connections a second, a minute to drain. */
    public static SimulationSettings of(String brokerUri, int boards, int metricsPerSecond, int seconds) {
        return new SimulationSettings(brokerUri, "edgedfa", 1, boards, metricsPerSecond, seconds, 250, 60, 1);
    }

    /** Entries of one board's outbox. */
    int waitingPerBoard() {
        return Math.min(10_000, MAX_WAITING / boards);
    }

    /** The group of the board with this number, counted from 0. */
    String groupOf(int board) {
        return groups == 1 ? group : group + "-" + (board % groups + 1);
    }

    URI broker() {
        return URI.create(brokerUri);
    }

    private static void require(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed are " + least + " to " + most);
        }
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
}
