package io.edgedfa.host.experiment;

/** Is told how far a run is, on the run's own thread. */
public interface Progress {

    /** One step is done. @param step counts from 1 over the whole run, to {@link TrainRun#totalSteps} */
    void step(long step);

    /** One epoch is learned and judged. */
    void epoch(EpochScore score);
}
