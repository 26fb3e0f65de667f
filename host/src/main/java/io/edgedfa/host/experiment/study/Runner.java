package io.edgedfa.host.experiment.study;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.DivergedException;
import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.Progress;
import io.edgedfa.host.experiment.ResultJson;
import io.edgedfa.host.store.runs.RunStore;
import io.edgedfa.host.store.runs.StoredRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs trials side by side, each on one thread, and remembers each as it ends. */
final class Runner {

    private final TrainTestSplit data;
    private final RunStore store;
    private final Watcher watcher;

    Runner(TrainTestSplit data, RunStore store, Watcher watcher) {
        this.data = data;
        this.store = store;
        this.watcher = watcher;
    }

    /**
     * Runs what the store does not have yet.
     *
     * @param parallel most trials at a time
     * @return how each ended, in the order of the trials
     * @throws io.edgedfa.host.store.runs.RunStoreException when results can no longer be kept; the remaining trials are given up
     */
    Outcomes run(List<Trial> trials, int parallel) throws InterruptedException {
        Map<Trial, Outcome> outcomes = new LinkedHashMap<>();
        Map<Trial, Future<Outcome>> running = new LinkedHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(parallel, work -> {
            Thread thread = new Thread(work, "trial");
            thread.setDaemon(true);
            return thread;
        });
        try {
            for (Trial trial : trials) {
                Optional<Outcome> stored = stored(trial);
                stored.ifPresent(outcome -> watcher.ended(trial, outcome, true));
                outcomes.put(trial, stored.orElse(null));
            }
            for (Trial trial : trials) {
                if (outcomes.get(trial) == null) {
                    running.put(trial, threads.submit(() -> runAndKeep(trial)));
                }
            }
            for (Map.Entry<Trial, Future<Outcome>> entry : running.entrySet()) {
                outcomes.put(entry.getKey(), entry.getValue().get());
            }
            return new Outcomes(outcomes);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private Optional<Outcome> stored(Trial trial) {
        return store.find(key(trial)).map(run -> Outcome.Status.valueOf(run.status()) == Outcome.Status.FINISHED
                ? Outcome.finished(ResultJson.read(run.result(), TrialResult.class))
                : Outcome.diverged(run.result()));
    }

    private Outcome runAndKeep(Trial trial) {
        Outcome outcome = attempt(trial);
        if (outcome.status() != Outcome.Status.FAILED) {
            // Read back what was written, so that a result is the same number whether it was run now or earlier.
            String result = outcome.isFinished() ? ResultJson.text(outcome.result()) : outcome.message();
            store.put(new StoredRun(key(trial), outcome.status().name(), result));
            outcome = stored(trial).orElseThrow();
        }
        watcher.ended(trial, outcome, false);
        return outcome;
    }

    private Outcome attempt(Trial trial) {
        try {
            return Outcome.finished(trial.run(data, new Progress() {
                @Override
                public void step(long step) {
                    watcher.step(trial, step);
                }

                @Override
                public void epoch(EpochScore score) {
                    watcher.epoch(trial, score);
                }
            }));
        } catch (DivergedException e) {
            return Outcome.diverged(e.where());
        } catch (RuntimeException e) {
            return Outcome.failed(String.valueOf(e.getMessage() == null ? e : e.getMessage()));
        } catch (OutOfMemoryError e) {
            return Outcome.failed("does not fit into memory (" + e.getMessage() + ")");
        }
    }

    /** The exact settings and the data, as canonical text: members in a fixed order, numbers as they are. */
    String key(Trial trial) {
        JsonObject key = new JsonObject();
        key.addProperty("trial", trial.getClass().getSimpleName());
        key.add("settings", trial.asJson());
        key.addProperty("train", data.train().sha256());
        key.addProperty("test", data.test().sha256());
        return new Gson().toJson(key);
    }
}
