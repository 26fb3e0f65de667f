package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;

/**
 * A data set for learning and one, never learned from, for judging.
 *
 * @param name  what it was asked for as
 * @param train learned from
 * @param test  same image size and classes as {@code train}
 */
public record TrainTestSplit(String name, Dataset train, Dataset test) {

    /**
     * The same with only the first samples to learn from; the test set stays whole.
     *
     * @param samples 1 to the size of the training set, or 0 for all
     * @throws IllegalArgumentException starting with {@code samples} if there are not as many
     */
    public TrainTestSplit first(int samples) {
        return samples == 0 ? this : new TrainTestSplit(name, SelectedSamples.first(train, samples), test);
    }

    /**
     * Only the samples of neighbouring classes, to learn from and to judge; the first of these classes becomes 0.
     *
     * @param first 0 or more
     * @param count 1 or more; {@code first + count} is at most the number of classes
     */
    public TrainTestSplit classes(int first, int count) {
        return new TrainTestSplit(name, SelectedSamples.ofClasses(train, first, count), SelectedSamples.ofClasses(test, first, count));
    }

    /** The same judged on the first samples of the test set, or on all where it has no more. @param samples 1 or more */
    public TrainTestSplit judgedOn(int samples) {
        return samples >= test.size() ? this : new TrainTestSplit(name, train, SelectedSamples.first(test, samples));
    }

    /** The same with the samples to learn from repeated until there are at least so many; the test set stays as it is. */
    public TrainTestSplit repeatedTo(int samples) {
        return train.size() >= samples ? this : new TrainTestSplit(name, SelectedSamples.repeated(train, samples), test);
    }
}
