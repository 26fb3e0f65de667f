package io.edgedfa.stream;

import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Ten classes of digits that the program draws itself, 28 x 28 like MNIST: a data set that needs neither file nor
 * network. An image is drawn when it is read and kept nowhere; it depends on the seed, the split and its index alone,
 * equally on every platform. Labels are uniform over the ten digits. Safe for concurrent readers.
 */
public final class DrawnDigits implements Dataset {

    /** The seed meant where only {@code digits} is said. */
    public static final long DEFAULT_SEED = 1;

    /** Part of the set's identity: raise it with every change that alters a single pixel. */
    private static final int VERSION = 1;

    private final String split;
    private final int size;
    private final long seed;
    private final long firstMember;

    private DrawnDigits(String split, int size, long seed, long firstMember) {
        this.split = split;
        this.size = size;
        this.seed = seed;
        this.firstMember = firstMember;
    }

    /** 60,000 images, all different. */
    public static DrawnDigits train(long seed) {
        return new DrawnDigits("train", 60_000, seed, 0);
    }

    /** 10,000 images by the same hand, none of them in {@link #train} of the same seed. */
    public static DrawnDigits test(long seed) {
        return new DrawnDigits("test", 10_000, seed, 1L << 32);
    }

    @Override
    public String name() {
        return "digits/" + split;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int rows() {
        return DigitPen.SIDE;
    }

    @Override
    public int columns() {
        return DigitPen.SIDE;
    }

    @Override
    public int classes() {
        return DigitPen.DIGITS;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        SplitMix64 random = random(index);
        int digit = digit(random);
        DigitPen.draw(digit, random, target, offset);
    }

    @Override
    public int label(int index) {
        return digit(random(index));
    }

    @Override
    public String sha256() {
        String settings = "edge-dfa drawn digits, version %d, seed %d, %s".formatted(VERSION, seed, split);
        return Dataset.sha256Of(settings.getBytes(StandardCharsets.UTF_8));
    }

    private SplitMix64 random(int index) {
        return new SplitMix64(seed, firstMember + Objects.checkIndex(index, size));
    }

    /** The first draw of an image's generator, so that a label costs no drawing. */
    private static int digit(SplitMix64 random) {
        return random.below(DigitPen.DIGITS);
    }
}
