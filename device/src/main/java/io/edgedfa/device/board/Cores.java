package io.edgedfa.device.board;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Some of the machine's cores, written as Linux writes them: {@code 0-1,3} (cpuset(7), "List format").
 *
 * @param numbers of the cores, from 0 to 1023, ascending, at least one
 */
public record Cores(List<Integer> numbers) {
    static final int MAX = 1024;
    private static final int MAX_TEXT = 4096;

    public Cores {
        numbers = List.copyOf(new TreeSet<>(numbers));
        if (numbers.isEmpty() || numbers.get(0) < 0 || numbers.get(numbers.size() - 1) >= MAX) {
            throw new IllegalArgumentException(
                    "cores = %s, allowed: numbers from 0 to %d, at least one".formatted(numbers, MAX - 1));
        }
    }

    /**
     * Reads {@code 2-3} or {@code 0,2}.
     *
     * @throws IllegalArgumentException naming the text, if it is no such list
     */
    public static Cores parse(String text) {
        List<Integer> numbers = new ArrayList<>();
        try {
            if (text.length() > MAX_TEXT) {
                throw new NumberFormatException();
            }
            for (String part : text.split(",", -1)) {
                int dash = part.indexOf('-', 1);
                int first = Integer.parseInt((dash < 0 ? part : part.substring(0, dash)).strip());
                int last = dash < 0 ? first : Integer.parseInt(part.substring(dash + 1).strip());
                if (first < 0 || last < first || last >= MAX) {
                    throw new NumberFormatException();
                }
                for (int core = first; core <= last; core++) {
                    numbers.add(core);
                }
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("cores = \"%s\", allowed: numbers from 0 to %d and ranges of them, as in 0,2-3"
                    .formatted(text.length() > 60 ? text.substring(0, 60) + "..." : text, MAX - 1));
        }
        return new Cores(numbers);
    }

    /** Bit {@code n} of the mask stands for core {@code n}, as in {@code cpu_set_t} of a little-endian machine. */
    byte[] mask() {
        byte[] mask = new byte[MAX / 8];
        numbers.forEach(core -> mask[core / 8] |= (byte) (1 << core % 8));
        return mask;
    }

    static Cores ofMask(byte[] mask) {
        List<Integer> numbers = new ArrayList<>();
        for (int core = 0; core < mask.length * 8; core++) {
            if ((mask[core / 8] >> core % 8 & 1) != 0) {
                numbers.add(core);
            }
        }
        return new Cores(numbers);
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < numbers.size(); i++) {
            int first = numbers.get(i);
            while (i + 1 < numbers.size() && numbers.get(i + 1) == numbers.get(i) + 1) {
                i++;
            }
            text.append(text.isEmpty() ? "" : ",").append(first);
            if (numbers.get(i) > first) {
                text.append('-').append(numbers.get(i));
            }
        }
        return text.toString();
    }
}
