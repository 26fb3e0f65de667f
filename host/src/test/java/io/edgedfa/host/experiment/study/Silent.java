package io.edgedfa.host.experiment.study;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Remembers what ended. */
class Silent implements Watcher {
    final List<String> ended = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void begin(Study study, Plan plan, List<Trial> trials, TrainTestSplit data) {}

    @Override
    public void step(Trial trial, long step) {}

    @Override
    public void epoch(Trial trial, EpochScore score) {}

    @Override
    public void ended(Trial trial, Outcome outcome, boolean stored) {
        ended.add(trial.title() + " " + outcome.status() + (stored ? " stored" : ""));
    }
}
