package io.edgedfa.device.app.command;

import io.edgedfa.device.store.CommandState;
import java.util.Map;

/**
 * How a command ended.
 *
 * @param state    a final one
 * @param reason   for people, in one line; may be empty
 * @param standing what holds from now on, also after a restart, by name; an empty value ends it
 */
public record Answer(CommandState state, String reason, Map<String, String> standing) {

    /** @throws IllegalArgumentException for a state that is not final */
    public Answer {
        if (state == CommandState.ACCEPTED) {
            throw new IllegalArgumentException("state = " + state + ", allowed: a final one");
        }
        standing = Map.copyOf(standing);
    }

    public static Answer done(String reason) {
        return new Answer(CommandState.DONE, reason, Map.of());
    }

    public static Answer refused(String reason) {
        return new Answer(CommandState.REFUSED, reason, Map.of());
    }

    /** As {@link #done}, and something holds from now on. @param value empty to end it */
    public static Answer standing(String reason, String name, String value) {
        return new Answer(CommandState.DONE, reason, Map.of(name, value));
    }
}
