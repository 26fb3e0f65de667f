package io.edgedfa.host.store.board;

/**
 * What is known about a board besides its numbers. Text fields are null where the board never said.
 *
 * @param device      Sparkplug device id that learns, {@code learner} by contract
 * @param firstSeenMs first message ever, milliseconds since 1970 UTC by the host's clock
 * @param lastSeenMs  last message, same clock
 * @param online      whether the board was online when this was written
 */
public record BoardRecord(
        BoardId id,
        String device,
        long firstSeenMs,
        long lastSeenMs,
        boolean online,
        String rule,
        String modelId,
        String modelVersion,
        String productVersion,
        String osArch,
        String javaVersion) {}
