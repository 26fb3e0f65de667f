package io.edgedfa.stream.feed;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a site calls the classes: by number, {@code "0"} to {@code "n-1"}, or by name. */
public final class ClassNames {

    private static final int MAX_CLASSES = 1 << 20;
    private static final int MAX_NAME = 100;

    private final List<String> names;
    private final int classes;
    private final Map<String, Integer> byName = new HashMap<>();

    /**
     * @param classes number of classes, 1 to 2^20
     * @param names   one for each class, unique, 1 to 100 characters without control characters and without blanks at the
     *                ends; or empty for numbers only. Numbers stay allowed beside names, unless a name looks like a number
     */
    public ClassNames(int classes, List<String> names) {
        if (classes < 1 || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("classes = %d, allowed: 1 to %d".formatted(classes, MAX_CLASSES));
        }
        if (!names.isEmpty() && names.size() != classes) {
            throw new IllegalArgumentException("names = %d, allowed: none, or one for each of %d classes"
                    .formatted(names.size(), classes));
        }
        this.classes = classes;
        this.names = List.copyOf(names);
        boolean numberLike = false;
        for (String name : this.names) {
            requireName(name);
            if (byName.put(name, byName.size()) != null) {
                throw new IllegalArgumentException("name = '%s' twice, allowed: once".formatted(name));
            }
            numberLike |= number(name) >= 0;
        }
        for (int i = 0; i < classes && !numberLike; i++) {
            byName.put(Integer.toString(i), i);
        }
    }

    /** Numbers only. */
    public static ClassNames numbers(int classes) {
        return new ClassNames(classes, List.of());
    }

    private static void requireName(String name) {
        boolean plain = name.codePoints().noneMatch(Character::isISOControl) && name.equals(name.strip());
        if (name.isEmpty() || name.length() > MAX_NAME || !plain) {
            throw new IllegalArgumentException(SiteText.oneLine(("name = '%s', allowed: 1 to %d characters without control "
                    + "characters and without blanks at the ends").formatted(name, MAX_NAME)));
        }
    }

    /** The text as a plain decimal number; -1 if it is none. */
    private static int number(String text) {
        return text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : -1;
    }

    public int classes() {
        return classes;
    }

    /** The class that a site's label means, or -1 if none. */
    public int of(String label) {
        return byName.getOrDefault(label, -1);
    }

    /** As {@link #of}, for a label that has to mean a class. */
    int known(String label) throws SampleException {
        int number = of(label);
        if (number < 0) {
            throw new SampleException("label '%s', allowed: %s".formatted(label, allowed()));
        }
        return number;
    }

    /** What the site calls a class: its name, else its number. @param number 0 to {@link #classes()} - 1 */
    public String name(int number) {
        if (number < 0 || number >= classes) {
            throw new IllegalArgumentException("class = %d, allowed: 0 to %d".formatted(number, classes - 1));
        }
        return names.isEmpty() ? Integer.toString(number) : names.get(number);
    }

    private String allowed() {
        if (names.isEmpty()) {
            return "0 to " + (classes - 1);
        }
        return names.size() <= 10 ? String.join(", ", names)
                : names.get(0) + ", " + names.get(1) + " and " + (classes - 2) + " more";
    }
}
