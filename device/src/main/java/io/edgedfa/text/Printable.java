package io.edgedfa.text;

import java.util.regex.Pattern;

/** Text of others made harmless: nothing in it moves a cursor, colours a line, turns its direction, or begins a new one. */
public final class Printable {
    /** Control characters, those of the upper half too, invisible format characters, and separators of lines. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Co}\\p{Cs}\\u2028\\u2029]");

    private Printable() {}

    /** One line: each such character is a question mark. */
    public static String text(String text) {
        return UNPRINTABLE.matcher(text).replaceAll("?");
    }

    /** JSON that says the same: there such characters can only stand within a string, where they are written as escapes. */
    public static String json(String json) {
        return UNPRINTABLE.matcher(json).replaceAll(found -> found.group().equals("\n") ? "\n" : escaped(found.group()));
    }

    private static String escaped(String characters) {
        StringBuilder escaped = new StringBuilder();
        characters.chars().forEach(unit -> escaped.append(String.format("\\\\u%04x", unit)));
        return escaped.toString();
    }

    /** At most so many characters, the last an ellipsis where something was left out. */
    public static String text(String text, int length) {
        String harmless = text(text);
        return harmless.length() <= length ? harmless : harmless.substring(0, length - 1) + "\u2026";
    }

    /** Its first characters, at most so many, and three dots where something was left out. */
    public static String beginning(String text, int most) {
        return text.length() <= most ? text(text) : text(text.substring(0, most)) + "...";
    }
}
