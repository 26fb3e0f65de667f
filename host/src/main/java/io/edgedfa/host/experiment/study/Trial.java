package io.edgedfa.host.experiment.study;

import com.google.gson.JsonObject;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Progress;
import java.util.List;
import java.util.Optional;

/**
 * One run of an experiment, independent of all others. Equal if it is the same run, so that a {@link Study} can ask for an
 * outcome with a trial it makes anew: a record of settings does that.
 */
public interface Trial {

    /** For lines and messages, for example {@code fc1-1000, fa, orthogonal, seed 3}. */
    String title();

    /** Everything that determines the numbers, apart from the data: names and plain values, the columns of the results' file. */
    JsonObject asJson();

    /** Steps of the whole run, as {@link Progress#step} counts them. */
    long steps(TrainTestSplit data);

    /** About how much there is to do, in multiply-adds; for the time left. */
    double work(TrainTestSplit data);

    /** @throws IllegalArgumentException starting with an option's name if the trial does not fit the data */
    MemoryNeed memory(TrainTestSplit data);

    /**
     * Does it, with one thread.
     *
     * @throws io.edgedfa.host.experiment.DivergedException if numbers left the finite ones
     */
    TrialResult run(TrainTestSplit data, Progress progress);

    /** What trials have in common that an engine can run as replicas of one program; empty for a trial that has to run alone. */
    default Optional<Object> likeness() {
        return Optional.empty();
    }

    /**
     * Does the first of some trials of this one's likeness together, as many as fit, at least one.
     *
     * @param progress one for each, in order
     * @return how the first ones ended, in order
     */
    default List<Outcome> runTogether(List<Trial> alike, TrainTestSplit data, List<Progress> progress) {
        throw new UnsupportedOperationException(title() + " has to run alone");
    }
}
