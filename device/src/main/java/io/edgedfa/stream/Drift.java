package io.edgedfa.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A change of the world after deployment: of the images, of what the labels mean, or of both. {@code toString} is the
 * configuration word that {@link #parse} reads.
 */
public sealed interface Drift {

    /** What {@link #parse} accepts. */
    String ALLOWED = "none, invert, rotate:DEGREES (-360 to 360, anticlockwise), brightness:AMOUNT (-1 to 1, added), "
            + "gain:FACTOR (0 to 10, multiplied), permute:SEED (whole number), or several joined by +";

    /** Nothing changes. */
    Drift NONE = new Sequence(List.of());

    /**
     * Changes one image in place.
     *
     * @param image   {@code [rows, columns]}, grey values in {@code [0, 1]} before and after
     * @param scratch at least as long as {@code image}; its content is lost
     */
    default void transform(float[] image, float[] scratch, int rows, int columns) {}

    /** The new label of each of the old ones. */
    default int[] relabel(int[] labels) {
        return labels;
    }

    /**
     * Reads a configuration word such as {@code rotate:45}, {@code permute:7} or {@code invert+brightness:-0.2}, applied
     * from left to right.
     *
     * @throws IllegalArgumentException naming the word and what is allowed
     */
    static Drift parse(String words) {
        if (words.equals("none")) {
            return NONE;
        }
        List<Drift> steps = new ArrayList<>();
        for (String word : words.split("\\+", -1)) {
            try {
                steps.add(parseStep(word));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("drift = \"%s\", allowed: %s".formatted(words, ALLOWED), e);
            }
        }
        return steps.size() == 1 ? steps.get(0) : new Sequence(steps);
    }

    private static Drift parseStep(String word) {
        int colon = word.indexOf(':');
        String value = word.substring(colon + 1);
        return switch (word.substring(0, colon + 1)) {
            case "rotate:" -> new Rotation(Double.parseDouble(value));
            case "brightness:" -> new Brightness(Float.parseFloat(value));
            case "gain:" -> new Gain(Float.parseFloat(value));
            case "permute:" -> new Permutation(Long.parseLong(value));
            case "" -> {
                if (!value.equals("invert")) {
                    throw new IllegalArgumentException(value);
                }
                yield new Inversion();
            }
            default -> throw new IllegalArgumentException(word);
        };
    }

    private static void check(String name, double value, double low, double high) {
        if (!(value >= low && value <= high)) {
            throw new IllegalArgumentException("%s = %s, allowed: %s to %s".formatted(name, value, low, high));
        }
    }

    private static float clamp(float grey) {
        return Math.max(0, Math.min(1, grey));
    }

    /** Turns images about their centre, anticlockwise; bilinear between pixels, black from outside. */
    record Rotation(double degrees) implements Drift {

        public Rotation {
            check("rotation in degrees", degrees, -360, 360);
        }

        @Override
        public void transform(float[] image, float[] scratch, int rows, int columns) {
            System.arraycopy(image, 0, scratch, 0, rows * columns);
            // StrictMath, because a run must repeat to the bit on another platform.
            double cos = StrictMath.cos(StrictMath.toRadians(degrees));
            double sin = StrictMath.sin(StrictMath.toRadians(degrees));
            double middleX = (columns - 1) / 2.0;
            double middleY = (rows - 1) / 2.0;
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < columns; x++) {
                    double fromX = middleX + cos * (x - middleX) - sin * (y - middleY);
                    double fromY = middleY + sin * (x - middleX) + cos * (y - middleY);
                    image[y * columns + x] = clamp(bilinear(scratch, rows, columns, fromX, fromY));
                }
            }
        }

        private static float bilinear(float[] image, int rows, int columns, double x, double y) {
            int left = (int) Math.floor(x);
            int top = (int) Math.floor(y);
            float right = (float) (x - left);
            float lower = (float) (y - top);
            return (1 - lower) * ((1 - right) * grey(image, rows, columns, left, top)
                            + right * grey(image, rows, columns, left + 1, top))
                    + lower * ((1 - right) * grey(image, rows, columns, left, top + 1)
                            + right * grey(image, rows, columns, left + 1, top + 1));
        }

        private static float grey(float[] image, int rows, int columns, int x, int y) {
            return x < 0 || y < 0 || x >= columns || y >= rows ? 0 : image[y * columns + x];
        }

        @Override
        public String toString() {
            return "rotate:" + degrees;
        }
    }

    /** Black becomes white: {@code 1 - x}. */
    record Inversion() implements Drift {

        @Override
        public void transform(float[] image, float[] scratch, int rows, int columns) {
            for (int i = 0; i < rows * columns; i++) {
                image[i] = 1 - image[i];
            }
        }

        @Override
        public String toString() {
            return "invert";
        }
    }

    /** More or less light: {@code x + amount}, clamped. */
    record Brightness(float amount) implements Drift {

        public Brightness {
            check("brightness", amount, -1, 1);
        }

        @Override
        public void transform(float[] image, float[] scratch, int rows, int columns) {
            for (int i = 0; i < rows * columns; i++) {
                image[i] = clamp(image[i] + amount);
            }
        }

        @Override
        public String toString() {
            return "brightness:" + amount;
        }
    }

    /** A more or less sensitive sensor: {@code x * factor}, clamped. */
    record Gain(float factor) implements Drift {

        public Gain {
            check("gain", factor, 0, 10);
        }

        @Override
        public void transform(float[] image, float[] scratch, int rows, int columns) {
            for (int i = 0; i < rows * columns; i++) {
                image[i] = clamp(image[i] * factor);
            }
        }

        @Override
        public String toString() {
            return "gain:" + factor;
        }
    }

    /**
     * The labels change their meaning: one cycle through all classes, so that none keeps its own (Sattolo 1986, "An
     * algorithm to generate a random cyclic permutation", Inf. Process. Lett. 22).
     */
    record Permutation(long seed) implements Drift {

        @Override
        public int[] relabel(int[] labels) {
            int[] cycle = new int[labels.length];
            SplitMix64 random = new SplitMix64(seed);
            for (int i = 0; i < cycle.length; i++) {
                int j = i == 0 ? 0 : random.below(i);
                cycle[i] = cycle[j];
                cycle[j] = i;
            }
            int[] changed = new int[labels.length];
            for (int i = 0; i < labels.length; i++) {
                changed[i] = cycle[labels[i]];
            }
            return changed;
        }

        @Override
        public String toString() {
            return "permute:" + seed;
        }
    }

    /** One after the other; nothing if empty. */
    record Sequence(List<Drift> steps) implements Drift {

        public Sequence {
            steps = List.copyOf(steps);
        }

        @Override
        public void transform(float[] image, float[] scratch, int rows, int columns) {
            for (int i = 0; i < steps.size(); i++) {
                steps.get(i).transform(image, scratch, rows, columns);
            }
        }

        @Override
        public int[] relabel(int[] labels) {
            int[] changed = labels;
            for (Drift step : steps) {
                changed = step.relabel(changed);
            }
            return changed;
        }

        @Override
        public String toString() {
            return steps.isEmpty() ? "none" : steps.stream().map(Drift::toString).collect(Collectors.joining("+"));
        }
    }
}
