package io.edgedfa.stream.feed.line;

import java.nio.charset.StandardCharsets;

/** Decimal numbers in bytes. */
public final class Decimals {

    private static final int MAX_EXACT = 1 << 24;
    private static final float[] POWERS = {1e0f, 1e1f, 1e2f, 1e3f, 1e4f, 1e5f, 1e6f, 1e7f, 1e8f, 1e9f, 1e10f};

    private Decimals() {}

    /**
     * The float nearest to a decimal number such as {@code -1.5e-3}, as {@link Float#parseFloat}; NaN if it is no such number.
     *
     * <p>A short number costs no object: up to 2^24 its digits, and up to 10^10 the power of ten they are divided by, are exact
     * floats, so that one division rounds correctly. Source: Clinger 1990, "How to read floating point numbers accurately", PLDI,
     * doi:10.1145/93542.93557.
     */
    public static float parse(byte[] text, int from, int to) {
        int i = from < to && (text[from] == '-' || text[from] == '+') ? from + 1 : from;
        int digits = 0;
        int point = -1;
        int count = 0;
        for (; i < to && digits < MAX_EXACT / 10; i++) {
            if (text[i] == '.' && point < 0) {
                point = count;
            } else if (text[i] >= '0' && text[i] <= '9') {
                digits = 10 * digits + text[i] - '0';
                count++;
            } else {
                break;
            }
        }
        int fraction = point < 0 ? 0 : count - point;
        if (i < to || count == 0 || fraction >= POWERS.length) {
            return parseAny(text, from, to);
        }
        float value = digits / POWERS[fraction];
        return text[from] == '-' ? -value : value;
    }

    private static float parseAny(byte[] text, int from, int to) {
        boolean digit = false;
        for (int i = from; i < to; i++) { // the JDK also takes blanks, hexadecimal numbers, "1f" and "Infinity"
            digit |= text[i] >= '0' && text[i] <= '9';
            if ((text[i] < '0' || text[i] > '9') && "+-.eE".indexOf(text[i]) < 0) {
                return Float.NaN;
            }
        }
        try {
            return digit ? Float.parseFloat(new String(text, from, to - from, StandardCharsets.ISO_8859_1)) : Float.NaN;
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
