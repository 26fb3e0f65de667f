package io.edgedfa.host.experiment.named;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.experiment.TrainRun;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.pretrain.Checkpoint;
import io.edgedfa.host.pretrain.PretrainRun;
import io.edgedfa.host.pretrain.PretrainScore;
import io.edgedfa.host.pretrain.PretrainSettings;
import io.edgedfa.host.pretrain.PretrainWatcher;
import io.edgedfa.network.Parameters;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
    private static final PretrainWatcher UNWATCHED = new PretrainWatcher() {
        @Override
        public void step(long step) {}

        @Override
        public void epoch(PretrainScore score) {}

        @Override
        public void note(String line) {}
    };

    private volatile Path folder;
    private final Map<List<Object>, FutureTask<Parameters>> trainings = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<Object>, FutureTask<Parameters>> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    /** From now on keeps adversarially pretrained blocks in a folder, too, for the next process. */
    void keepIn(Path folder) {
        this.folder = folder;
    }

    /**
     * All parameters after training; not to be changed.
     *
     * @throws io.edgedfa.host.experiment.DivergedException if training left the finite numbers
     */
    Parameters trained(TrainSettings settings, TrainTestSplit data) {
        return shared(List.of(settings, data.train().sha256(), data.test().sha256()), () -> {
            try (TrainRun run = new TrainRun(settings, data)) {
                run.run(UNSEEN);
                return run.parameters();
            }
        });
    }

    /**
     * The parameters of the blocks before the last one after adversarial pretraining; not to be changed.
     *
     * @throws io.edgedfa.host.experiment.DivergedException if training left the finite numbers
     */
    Parameters pretrained(PretrainSettings settings, TrainTestSplit data) {
        return shared(List.of(settings, data.train().sha256()), () -> {
            Optional<Parameters> kept = kept(settings, data);
            return kept.isPresent() ? kept.get() : pretrain(settings, data);
        });
    }

    private Parameters pretrain(PretrainSettings settings, TrainTestSplit data) throws IOException {
        try (PretrainRun run = new PretrainRun(settings, data)) {
            run.run(UNWATCHED);
            Parameters extractor = run.extractor();
            if (folder != null) {
                new Checkpoint(settings, data.train().sha256(), run.scores(), extractor.values()).write(file(settings, data));
            }
            return extractor;
        }
    }

    private Optional<Parameters> kept(PretrainSettings settings, TrainTestSplit data) throws IOException {
        try {
            return folder == null ? Optional.empty()
                    : Checkpoint.find(file(settings, data), settings, data.train().sha256()).map(found -> new Parameters(found.tensors()));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // damaged: made anew
        }
    }

    private Path file(PretrainSettings settings, TrainTestSplit data) {
        String key = ResultJson.tree(settings) + data.train().sha256();
        return folder.resolve("bodies").resolve(Dataset.sha256Of(key.getBytes(StandardCharsets.UTF_8)) + ".checkpoint");
    }

    private Parameters shared(List<Object> key, Callable<Parameters> way) {
        FutureTask<Parameters> training;
        synchronized (trainings) {
            training = trainings.computeIfAbsent(key, unused -> new FutureTask<>(way));
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
            if (e.getCause() instanceof IOException cause) {
                throw new UncheckedIOException(cause);
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another run trains the body", e);
        }
    }
}
