package io.edgedfa.host.experiment.study;

import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.EpochScore;
import java.util.List;

/** Is told how far an experiment is, on the threads of its trials: has to be safe for several at once, and quick. */
public interface Watcher {

    /** Before anything else. @param trials all of them, in order */
    void begin(Study study, Plan plan, List<Trial> trials, TrainTestSplit data);

    /** A trial's step is done. @param step counts from 1 to {@link Trial#steps} */
    void step(Trial trial, long step);

    /** A trial's epoch is over. */
    void epoch(Trial trial, EpochScore score);

    /** A trial ended. @param stored whether that was in an earlier process */
    void ended(Trial trial, Outcome outcome, boolean stored);
}
