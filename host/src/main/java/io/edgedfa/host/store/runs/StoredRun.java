package io.edgedfa.host.store.runs;

/**
 * A finished run.
 *
 * @param key    everything that determines the result, as text; at most {@value #MAX_CHARACTERS} characters
 * @param status how it ended, in the words of the writer
 * @param result what it gave, as text; at most {@value #MAX_CHARACTERS} characters
 */
public record StoredRun(String key, String status, String result) {
    static final int MAX_CHARACTERS = 1 << 26;

    public StoredRun {
        check("key", key);
        check("status", status);
        check("result", result);
    }

    private static void check(String name, String value) {
        if (value.isEmpty() || value.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    name + " of a run has " + value.length() + " characters, allowed: 1 to " + MAX_CHARACTERS);
        }
    }
}
