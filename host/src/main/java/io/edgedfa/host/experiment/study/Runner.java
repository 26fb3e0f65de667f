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
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs trials side by side, each on one thread, and remembers each as it ends. Trials that an engine can run as replicas of one
 * program run together, one such group at a time.
 */
final class Runner {

    private final TrainTestSplit data;
    private final RunStore store;
    private final Watcher watcher;
    /** Held by the group that runs together. */
    private final Object oneGroup = new Object();

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
        List<Future<Map<Trial, Outcome>>> running = new ArrayList<>();
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
            Map<Object, List<Trial>> groups = new LinkedHashMap<>();
            trials.stream().filter(trial -> outcomes.get(trial) == null)
                    .forEach(trial -> groups.computeIfAbsent(trial.likeness().orElse(trial), like -> new ArrayList<>()).add(trial));
            groups.values().forEach(group -> running.add(threads.submit(
                    () -> group.get(0).likeness().isPresent() ? runTogether(group) : runAlone(group.get(0)))));
            for (Future<Map<Trial, Outcome>> group : running) {
                outcomes.putAll(group.get());
            }
            return new Outcomes(outcomes);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    /** Whether nothing is left to run. */
    boolean hasAll(List<Trial> trials) {
        return trials.stream().allMatch(trial -> stored(trial).isPresent());
    }

    private Optional<Outcome> stored(Trial trial) {
        return store.find(key(trial)).map(run -> Outcome.Status.valueOf(run.status()) == Outcome.Status.FINISHED
                ? Outcome.finished(ResultJson.read(run.result(), TrialResult.class))
                : Outcome.diverged(run.result()));
    }

    private Map<Trial, Outcome> runAlone(Trial trial) {
        return Map.of(trial, keep(trial, attempt(trial)));
    }

    private Map<Trial, Outcome> runTogether(List<Trial> group) {
        synchronized (oneGroup) {
            Map<Trial, Outcome> outcomes = new LinkedHashMap<>();
            while (outcomes.size() < group.size()) {
                List<Trial> rest = group.subList(outcomes.size(), group.size());
                List<Outcome> ended = attemptTogether(rest);
                for (int i = 0; i < ended.size(); i++) {
                    outcomes.put(rest.get(i), keep(rest.get(i), ended.get(i)));
                }
            }
            return outcomes;
        }
    }

    private List<Outcome> attemptTogether(List<Trial> group) {
        try {
            return group.get(0).runTogether(group, data, group.stream().map(this::progress).toList());
        } catch (RuntimeException | OutOfMemoryError e) {
            return Collections.nCopies(group.size(), failure(e));
        }
    }

    private Outcome keep(Trial trial, Outcome ended) {
        Outcome outcome = ended;
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
            return Outcome.finished(trial.run(data, progress(trial)));
        } catch (DivergedException e) {
            return Outcome.diverged(e.where());
        } catch (RuntimeException | OutOfMemoryError e) {
            return failure(e);
        }
    }

    private Progress progress(Trial trial) {
        return new Progress() {
            @Override
            public void step(long step) {
                watcher.step(trial, step);
            }

            @Override
            public void epoch(EpochScore score) {
                watcher.epoch(trial, score);
            }
        };
    }

    private static Outcome failure(Throwable e) {
        return Outcome.failed(e instanceof OutOfMemoryError ? "does not fit into memory (" + e.getMessage() + ")"
                : e.getMessage() == null ? e.toString() : e.getMessage());
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
