package io.edgedfa.stream.memory;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * What a {@link ReplayMemory} knows beside its slots, as one line of text: {@code replay1 features=784 classes=3
 * capacity=500 size=500 random=9e3779b97f4a7c15 seen=400,90,700 full=0,2}.
 *
 * @param size   slots in use
 * @param random state of the generator
 * @param seen   samples so far, per class
 * @param full   classes that were the largest at some time since all slots were in use
 */
record ReplayCounters(int features, int classes, int capacity, int size, long random, long[] seen, BitSet full) {

    private static final List<String> NAMES = List.of("features", "classes", "capacity", "size", "random", "seen", "full");
    private static final String FORMAT = "replay1";

    /** Longest text: 20 characters per class and list, and room for the rest. */
    private static final int CHARACTERS_PER_CLASS = 40;

    ReplayCounters {
        if (size < 0 || size > capacity) {
            throw new IllegalArgumentException("size = %d, allowed: 0 to %d".formatted(size, capacity));
        }
        if (seen.length != classes) {
            throw new IllegalArgumentException("seen = %d values, allowed: %d".formatted(seen.length, classes));
        }
        long total = 0;
        for (int i = 0; i < classes; i++) {
            if (seen[i] < 0 || total + seen[i] < 0) {
                throw new IllegalArgumentException("seen[%d] = %d, allowed: 0 or more, all together below 2^63"
                        .formatted(i, seen[i]));
            }
            total += seen[i];
        }
        if (total < size || size < capacity && total > size) {
            throw new IllegalArgumentException("size = %d, allowed: %d, as many as seen, up to the capacity"
                    .formatted(size, Math.min(total, capacity)));
        }
        if (full.length() > classes || full.isEmpty() == (size == capacity)) {
            throw new IllegalArgumentException("full = %s, allowed: classes 0 to %d, none before all slots are in use, then some"
                    .formatted(full, classes - 1));
        }
    }

    /** Refuses what is kept per class if it cannot have come from this. */
    void checkKept(int[] kept) {
        int largest = Arrays.stream(kept).max().orElseThrow();
        for (int i = 0; i < classes; i++) {
            boolean fits = full.get(i) ? kept[i] <= seen[i] && kept[i] >= largest - 1
                    : kept[i] == seen[i] && (size < capacity || kept[i] < largest);
            if (!fits) {
                throw new IllegalArgumentException("kept[%d] = %d, which does not fit seen = %d, %s, largest class %d"
                        .formatted(i, kept[i], seen[i], full.get(i) ? "full" : "not full", largest));
            }
        }
    }

    String text() {
        return String.format(Locale.ROOT, "%s features=%d classes=%d capacity=%d size=%d random=%s seen=%s full=%s", FORMAT,
                features, classes, capacity, size, Long.toHexString(random),
                LongStream.of(seen).mapToObj(Long::toString).collect(Collectors.joining(",")),
                full.stream().mapToObj(Integer::toString).collect(Collectors.joining(",")));
    }

    /** Reads {@link #text()}. @throws IllegalArgumentException naming what is not as it should be there */
    static ReplayCounters parse(String text, int features, int classes, int capacity) {
        if (text.length() > 200L + (long) CHARACTERS_PER_CLASS * classes) {
            throw new IllegalArgumentException("state = %d characters, allowed: %d".formatted(
                    text.length(), 200L + (long) CHARACTERS_PER_CLASS * classes));
        }
        String[] words = text.split(" ", -1);
        if (words.length != 1 + NAMES.size() || !words[0].equals(FORMAT)) {
            throw new IllegalArgumentException("state = \"%s\", allowed: %s and %s".formatted(shortened(text), FORMAT, NAMES));
        }
        String[] values = new String[NAMES.size()];
        for (int i = 0; i < values.length; i++) {
            String start = NAMES.get(i) + "=";
            if (!words[i + 1].startsWith(start)) {
                throw new IllegalArgumentException("state has \"%s\", allowed: %s..".formatted(shortened(words[i + 1]), start));
            }
            values[i] = words[i + 1].substring(start.length());
        }
        expect("features", values[0], features);
        expect("classes", values[1], classes);
        expect("capacity", values[2], capacity);
        try {
            return new ReplayCounters(features, classes, capacity, Integer.parseInt(values[3]),
                    Long.parseUnsignedLong(values[4], 16), numbers(values[5]).toArray(), classes(values[6], classes));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("state = \"%s\", allowed: whole numbers, hexadecimal in random"
                    .formatted(shortened(text)), e);
        }
    }

    private static void expect(String name, String value, int expected) {
        if (!value.equals(Integer.toString(expected))) {
            throw new IllegalArgumentException("%s = %s, allowed: %d, as here".formatted(name, shortened(value), expected));
        }
    }

    private static LongStream numbers(String list) {
        return Arrays.stream(list.split(",", -1)).mapToLong(Long::parseLong);
    }

    private static BitSet classes(String list, int classes) {
        BitSet set = new BitSet(classes);
        if (!list.isEmpty()) {
            numbers(list).forEach(number -> {
                if (number < 0 || number >= classes) {
                    throw new IllegalArgumentException("full has %d, allowed: 0 to %d".formatted(number, classes - 1));
                }
                set.set((int) number);
            });
        }
        return set;
    }

    private static String shortened(String text) {
        return text.length() <= 60 ? text : text.substring(0, 60) + "..";
    }
}
