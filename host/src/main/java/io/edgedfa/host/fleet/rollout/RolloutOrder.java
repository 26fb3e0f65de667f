package io.edgedfa.host.fleet.rollout;

import io.edgedfa.device.update.Manifest;
import java.time.Duration;

/**
 * Which model is to go where, and how carefully.
 *
 * @param model         the model's id
 * @param version       1 or more
 * @param group         whose boards; empty for all
 * @param canaryPercent share of the boards that is asked first, 1 to 100; at least one board
 * @param haltPercent   share of refusals above which nobody else is asked, 0 to 100
 * @param expires       how long boards that are away may take to come back for it
 * @param sender        who gives it; empty if nobody has to say
 */
public record RolloutOrder(String model, long version, String group, int canaryPercent, int haltPercent, Duration expires, String sender) {
    public static final Duration DEFAULT_EXPIRY = Duration.ofHours(24);
    private static final Duration SHORTEST = Duration.ofMinutes(1);
    private static final Duration LONGEST = Duration.ofDays(30);

    /** @throws IllegalArgumentException naming the field and what is allowed */
    public RolloutOrder {
        Manifest.requireModel(model);
        if (version < 1) {
            throw new IllegalArgumentException("version is " + version + "; allowed are 1 and more");
        }
        if (canaryPercent < 1 || canaryPercent > 100) {
            throw new IllegalArgumentException("canaryPercent is " + canaryPercent + "; allowed are 1 to 100");
        }
        if (haltPercent < 0 || haltPercent > 100) {
            throw new IllegalArgumentException("haltPercent is " + haltPercent + "; allowed are 0 to 100");
        }
        if (expires.compareTo(SHORTEST) < 0 || expires.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expiresInSeconds is " + expires.toSeconds() + "; allowed are " + SHORTEST.toSeconds() + " to "
                    + LONGEST.toSeconds());
        }
    }
}
