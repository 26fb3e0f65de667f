package io.edgedfa.host.experiment.named;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.network.Parameters;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Trained parameters by the settings and data they come from. Trials that ask for the same ones at the same time share one
 * training; the last few are remembered, so that they are trained once per process and not once per trial. Being determined by
 * settings and data, they are the same numbers either way.
 */
final class PretrainedBodies {

    private static final int MOST_REMEMBERED = 4;
    private static final Progress UNSEEN = new Progress() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(EpochScore score) {}
    };

    private final Map<List<Object>, FutureTask<Parameters>> trainings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, FutureTask<Parameters>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /**
     * All parameters after training; not to be changed.
     *
     * @throws io.edgedfa.host.experiment.DivergedException if training left the finite numbers
     */
    Parameters trained(TrainSettings settings, TrainTestSplit data) {
        List<Object> key = List.of(settings, data.train().sha256(), data.test().sha256());
        FutureTask<Parameters> training;
        synchronized (trainings) {
            training = trainings.computeIfAbsent(key, unused -> new FutureTask<>(() -> train(settings, data)));
        }
        training.run(); // does nothing where another thread runs it or has run it
        try {
            return training.get();
        } catch (ExecutionException e) {
            synchronized (trainings) {
                trainings.remove(key, training);
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another run trains the body", e);
        }
    }

    private static Parameters train(TrainSettings settings, TrainTestSplit data) {
        try (TrainRun run = new TrainRun(settings, data)) {
            run.run(UNSEEN);
            return run.parameters();
        }
    }
}
