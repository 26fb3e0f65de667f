package io.edgedfa.host.app.train;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import java.util.Locale;

/** Shows a run: one line per epoch. */
record TrainProgress(StepBar bar) implements Progress {

    @Override
    public void step(long step) {
        bar.step(step);
    }

    @Override
    public void epoch(EpochScore score) {
        bar.line(String.format(Locale.ROOT, "epoch %d: test error %.2f%%, training loss %.4f, %.1f s",
                score.epoch(), score.testErrorPercent(), score.trainLoss(), score.seconds()));
    }
}
