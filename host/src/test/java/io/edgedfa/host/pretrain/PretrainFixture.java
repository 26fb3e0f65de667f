package io.edgedfa.host.pretrain;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.stream.DrawnDigits;
import java.util.ArrayList;
import java.util.List;

/** Small runs on drawn digits. */
final class PretrainFixture {
    static final TrainTestSplit DIGITS = new TrainTestSplit("digits", DrawnDigits.train(1), DrawnDigits.test(1));

    private PretrainFixture() {}

    static PretrainSettings settings(String net, double reconstruction, double rate, int epochs, long seed) {
        return new PretrainSettings("digits", net, "8", reconstruction, rate, rate / 2, 16, epochs, seed, "tanh", "kaiming", "ort", 1, 200);
    }

    /** Keeps what it is told. */
    static class Listening implements PretrainWatcher {
        final List<Long> steps = new ArrayList<>();
        final List<PretrainScore> scores = new ArrayList<>();
        final List<String> notes = new ArrayList<>();

        @Override
        public void step(long step) {
            steps.add(step);
        }

        @Override
        public void epoch(PretrainScore score) {
            scores.add(score);
        }

        @Override
        public void note(String line) {
            notes.add(line);
        }
    }
}
