package io.edgedfa.host.experiment;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.stream.Dataset;
import java.util.ArrayList;
import java.util.List;

/** Images of 3 x 3 with the row of their class in white and some grey from a formula; counts how often each is read. */
final class Stripes implements Dataset {

    private final int size;
    private final int[] reads;

    Stripes(int size) {
        this.size = size;
        this.reads = new int[size];
    }

    static TrainTestSplit split(int train, int test) {
        return new TrainTestSplit("stripes", new Stripes(train), new Stripes(test));
    }

    static TrainSettings settings(String rule, String optimizer, double rate, int batch, int epochs, long seed) {
        return new TrainSettings(
                "stripes", "fc1-8", rule, "default", optimizer, rate, batch, epochs, seed, "relu", "kaiming", "cross-entropy",
                "ort", 1, 0, false);
    }

    List<Integer> reads() {
        List<Integer> list = new ArrayList<>();
        for (int count : reads) {
            list.add(count);
        }
        return list;
    }

    @Override
    public String name() {
        return "stripes/" + size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int rows() {
        return 3;
    }

    @Override
    public int columns() {
        return 3;
    }

    @Override
    public int classes() {
        return 3;
    }

    @Override
    public void copyFeatures(int index, float[] target, int offset) {
        reads[index]++;
        for (int i = 0; i < 9; i++) {
            target[offset + i] = i / 3 == label(index) ? 1 : (float) Math.abs(Math.sin(1.3 * index + i)) / 2;
        }
    }

    @Override
    public int label(int index) {
        return index % 3;
    }

    @Override
    public String sha256() {
        return Dataset.sha256Of(new byte[] {(byte) size});
    }
}
