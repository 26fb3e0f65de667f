package io.edgedfa.host.app.train;

import io.edgedfa.host.pretrain.PretrainScore;
import io.edgedfa.host.pretrain.PretrainWatcher;
import java.util.Locale;

/** Shows pretraining: one line per epoch. */
final class PretrainProgress implements PretrainWatcher {
    private final StepBar bar;
    private long startNanos = System.nanoTime();

    PretrainProgress(StepBar bar) {
        this.bar = bar;
    }

    @Override
    public void step(long step) {
        bar.step(step);
    }

    @Override
    public void epoch(PretrainScore score) {
        long now = System.nanoTime();
        bar.line(String.format(Locale.ROOT, "epoch %d: loss of discriminator %.4f, of generator %.4f, reconstruction error %.4f, taken for real:"
                        + " %.0f%% of real, %.0f%% of generated, diversity %.0f%%, %.1f s", score.epoch(), score.discriminatorLoss(),
                score.generatorLoss(), score.reconstructionError(), 100 * score.realTaken(), 100 * score.generatedTaken(),
                100 * score.diversity(), (now - startNanos) / 1e9));
        startNanos = now;
    }

    @Override
    public void note(String line) {
        bar.line(line);
    }
}
