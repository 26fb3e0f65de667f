package io.edgedfa.host.app.config;

import io.edgedfa.config.ConfigReader;
import java.time.Duration;

/**
 * Limits that hold.
 *
 * @param boards        further boards are refused and counted
 * @param metrics       further metrics of a board are ignored
 * @param stale         a board silent for longer is shown dead
 * @param rebirth       least time between two requests for a board's birth certificate
 * @param metricsBoards up to so many boards {@code /metrics} has each one
 */
public record LimitsConfig(int boards, int metrics, Duration stale, Duration rebirth, int metricsBoards) {

    static LimitsConfig read(ConfigReader reader) {
        return new LimitsConfig(
                (int) reader.integer("limits.boards", 10_000L, 1, 1_000_000),
                (int) reader.integer("limits.metrics", 200L, 10, 10_000),
                seconds(reader, "limits.stale-s", 10),
                seconds(reader, "limits.rebirth-s", 5),
                (int) reader.integer("limits.metrics-boards", 500L, 0, 10_000));
    }

    private static Duration seconds(ConfigReader reader, String key, long absent) {
        return Duration.ofSeconds(reader.integer(key, absent, 1, 86_400));
    }
}
