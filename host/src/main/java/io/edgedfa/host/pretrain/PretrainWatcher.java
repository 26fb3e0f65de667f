package io.edgedfa.host.pretrain;

import java.io.IOException;

/** Is told how far pretraining is, on its own thread. */
public interface PretrainWatcher {

    /** One step is done. @param step counts from 1 over the whole run, to {@link Pretraining#totalSteps} */
    void step(long step);

    /** One epoch is learned. @throws IOException ends the run */
    void epoch(PretrainScore score) throws IOException;

    /** Something to be said, in one line. */
    void note(String line);
}
