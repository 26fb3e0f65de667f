package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Some samples of a data set, in an order of their own, some of them perhaps several times. */
final class SelectedSamples implements Dataset {

    private final Dataset whole;
    private final String selection;
    private final int[] indexes;
    private final int firstClass;
    private final int classes;

    private SelectedSamples(Dataset whole, String selection, int[] indexes, int firstClass, int classes) {
        this.whole = whole;
        this.selection = selection;
        this.indexes = indexes;
        this.firstClass = firstClass;
        this.classes = classes;
    }

    /** The beginning. @param size 1 to the whole set's size */
    static Dataset first(Dataset whole, int size) {
        if (size < 1 || size > whole.size()) {
            throw new IllegalArgumentException("samples = " + size + ", allowed: 1 to " + whole.size() + ", the size of " + whole.name());
        }
        return new SelectedSamples(whole, "first " + size, IntStream.range(0, size).toArray(), 0, whole.classes());
    }

    /** All samples of neighbouring classes, in the order they have; the first class becomes 0. */
    static Dataset ofClasses(Dataset whole, int first, int count) {
        int[] indexes = IntStream.range(0, whole.size())
                .filter(i -> whole.label(i) >= first && whole.label(i) < first + count).toArray();
        return new SelectedSamples(whole, "classes " + first + " to " + (first + count - 1), indexes, first, count);
    }

    /** All samples, again and again in the same order. */
    static Dataset repeated(Dataset whole, int size) {
        int[] indexes = IntStream.range(0, size).map(i -> i % whole.size()).toArray();
        return new SelectedSamples(whole, "repeated to " + size, indexes, 0, whole.classes());
    }

    @Override
    public String name() {
        return whole.name() + " (" + selection + ")";
    }

    @Override
    public int size() {
        return indexes.length;
    }

    @Override
    public int rows() {
        return whole.rows();
    }

    @Override
    public int columns() {
        return whole.columns();
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        whole.copyFeatures(indexes[index], target, offset);
    }

    @Override
    public int label(int index) {
        return whole.label(indexes[index]) - firstClass;
    }

    @Override
    public String sha256() {
        return Dataset.sha256Of((selection + " of " + whole.sha256()).getBytes(StandardCharsets.UTF_8));
    }
}
