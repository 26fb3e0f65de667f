package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The beginning of a data set. */
final class FirstSamples implements Dataset {

    private final Dataset whole;
    private final int size;

    /** @param size 1 to the whole set's size */
    FirstSamples(Dataset whole, int size) {
        if (size < 1 || size > whole.size()) {
            throw new IllegalArgumentException("samples = " + size + ", allowed: 1 to " + whole.size() + ", the size of " + whole.name());
        }
        this.whole = whole;
        this.size = size;
    }

    @Override
    public String name() {
        return whole.name() + "[0.." + (size - 1) + "]";
    }

    @Override
    public int size() {
        return size;
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
        return whole.classes();
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        whole.copyFeatures(Objects.checkIndex(index, size), target, offset);
    }

    @Override
    public int label(int index) {
        return whole.label(Objects.checkIndex(index, size));
    }

    @Override
    public String sha256() {
        return Dataset.sha256Of(("first " + size + " of " + whole.sha256()).getBytes(StandardCharsets.UTF_8));
    }
}
