package io.edgedfa.host.fleet.command;

import io.edgedfa.device.telemetry.sparkplug.BoardCommands;
import java.time.Duration;

/**
 * What is to be done, and until when it may be begun.
 *
 * @param name     one of {@link BoardCommands#NAMES}
 * @param argument empty for none; whether it fits is the board's to say
 * @param expires  from now on
 * @param sender   who gave it; empty if nobody had to say
 */
public record CommandOrder(String name, String argument, Duration expires, String sender) {
    public static final Duration DEFAULT_EXPIRY = Duration.ofMinutes(5);
    private static final Duration LONGEST = Duration.ofDays(30);
    private static final int MAX_ARGUMENT = 1_024;

    /** @throws IllegalArgumentException naming the field and what is allowed */
    public CommandOrder {
        if (!BoardCommands.NAMES.contains(name)) {
            throw new IllegalArgumentException("name is none of those allowed: " + String.join(", ", BoardCommands.NAMES));
        }
        if (argument.length() > MAX_ARGUMENT || argument.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("argument has " + argument.length() + " characters; allowed: at most " + MAX_ARGUMENT
                    + ", no control characters");
        }
        if (expires.compareTo(Duration.ofSeconds(1)) < 0 || expires.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("expiresInSeconds = " + expires.toSeconds() + "; allowed: 1 to " + LONGEST.toSeconds());
        }
    }
}
