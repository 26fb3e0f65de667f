package io.edgedfa.device.store;

import java.util.Locale;

/** How far a command has come. All but {@link #ACCEPTED} are final. */
public enum CommandState {
    /** Kept, and being carried out. */
    ACCEPTED,
    DONE,
    /** Not carried out, or in vain; the reason says why. */
    REFUSED,
    /** Its time was over before it could be carried out. */
    EXPIRED;

    /** As it is sent and stored: {@code accepted} and so on. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException if no state has this word */
    static CommandState of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
