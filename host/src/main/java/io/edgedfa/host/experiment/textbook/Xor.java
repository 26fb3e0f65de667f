package io.edgedfa.host.experiment.textbook;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.stream.Dataset;

/** Exclusive or: the four pairs of 0 and 1; class 1 where they differ. */
record Xor() implements Dataset {

    static final TrainTestSplit SPLIT = new TrainTestSplit("xor", new Xor(), new Xor());

    @Override
    public String name() {
        return "xor";
    }

    @Override
    public int size() {
        return 4;
    }

    @Override
    public int rows() {
        return 1;
    }

    @Override
    public int columns() {
        return 2;
    }

    @Override
    public int classes() {
        return 2;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        target[offset] = index / 2;
        target[offset + 1] = index % 2;
    }

    @Override
    public int label(int index) {
        return index / 2 ^ index % 2;
    }

    @Override
    public String sha256() {
        return Dataset.sha256Of(new byte[] {0, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0});
    }
}
