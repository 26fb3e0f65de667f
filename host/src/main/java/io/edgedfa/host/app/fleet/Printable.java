package io.edgedfa.host.app.fleet;

import java.util.regex.Pattern;

/** Text of others made harmless: nothing in it moves a cursor, colours a line, turns its direction, or begins a new one. */
final class Printable {
    /** Control characters, those of the upper half too, invisible format characters, and separators of lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");

    private Printable() {}

    static String text(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** JSON that says the same: there such characters can only stand within a string, where they are written as escapes. */
    static String json(String json) {
        return UNPRINTABLE.matcher(json).replaceAll(found -> found.group().equals("\n") ? "\n" : escaped(found.group()));
    }

    private static String escaped(String characters) {
        StringBuilder escaped = new StringBuilder();
        characters.chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
        return escaped.toString();
    }

    /** At most so many characters, the last an ellipsis where something was left out. */
    static String text(String text, int length) {
        String harmless = text(text);
        return harmless.length() <= length ? harmless : harmless.substring(0, length - 1) + "\u2026";
    }
}
