package io.edgedfa.host.app.study;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.study.Trial;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How long the rest of an experiment takes, if work goes on being done as fast as until now. */
final class TimeLeft {

    private final Map<Trial, Double> work = new HashMap<>();
    private final Map<Trial, Long> steps = new HashMap<>();
    private final Map<Trial, Double> done = new HashMap<>();
    private final long startNanos = System.nanoTime();
    private double left;
    private double doneNow;

    TimeLeft(List<Trial> trials, TrainTestSplit data) {
        for (Trial trial : trials) {
            work.put(trial, trial.work(data));
            steps.put(trial, trial.steps(data));
            left += trial.work(data);
        }
    }

    void step(Trial trial, long step) {
        advance(trial, work.get(trial) * step / steps.get(trial));
    }

    /** @param before whether that was in an earlier process, which says nothing about the speed of this one */
    void ended(Trial trial, boolean before) {
        if (before) {
            left -= work.get(trial);
        } else {
            advance(trial, work.get(trial));
        }
    }

    private void advance(Trial trial, double to) {
        double more = to - done.getOrDefault(trial, 0.0);
        done.put(trial, to);
        left -= more;
        doneNow += more;
    }

    long percent(Trial trial, long step) {
        return 100 * step / steps.get(trial);
    }

    /** For example {@code 1 h 05 min left}; nothing is known at the start. */
    String text() {
        if (left <= 0) {
            return "nothing left";
        }
        if (doneNow <= 0) {
            return "time left unknown yet";
        }
        long seconds = Math.round((System.nanoTime() - startNanos) / 1e9 * left / doneNow);
        return (seconds >= 3600 ? "%d h %02d min".formatted(seconds / 3600, seconds / 60 % 60)
                : seconds >= 60 ? "%d min %02d s".formatted(seconds / 60, seconds % 60) : seconds + " s") + " left";
    }
}
