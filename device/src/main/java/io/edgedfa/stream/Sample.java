package io.edgedfa.stream;

/** What a board is shown: values, perhaps a label, perhaps an id by which a label can follow. One object serves a whole stream. */
public final class Sample {

    /** The {@link #label} of a sample that has none (yet). */
    public static final int UNLABELLED = -1;

    /** Longest id in characters. */
    public static final int MAX_ID = 256;

    /** The values, row-major {@code [channels, rows, columns]} for images; overwritten by the next sample. */
    public final float[] features;

    private String id = "";
    private int label = UNLABELLED;

    /** @param features number of values */
    public Sample(int features) {
        this.features = new float[features];
    }

    /** Names the sample whose values are, or are about to be, in {@link #features}. @param label a class or {@link #UNLABELLED} */
    public void set(String id, int label) {
        this.id = id;
        this.label = label;
    }

    /** Unique in its stream; empty where samples have no names, and then no label can follow. */
    public String id() {
        return id;
    }

    /** The class, from 0, or {@link #UNLABELLED}. */
    public int label() {
        return label;
    }
}
