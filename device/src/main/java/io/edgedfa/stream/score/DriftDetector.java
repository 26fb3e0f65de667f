package io.edgedfa.stream.score;

/**
 * Watches a learner's errors and says when they have become more. Getting better is no alarm. Memory is fixed at
 * construction, adding allocates nothing. Not thread-safe.
 */
public interface DriftDetector {

    /**
     * Takes the next error in.
     *
     * @param error 0 to 1, for example 0 for a right and 1 for a wrong prediction
     * @return whether a change for the worse is detected at this value; the detector goes on by itself
     * @throws IllegalArgumentException if {@code error} is out of range or NaN; the detector is then as before
     */
    boolean add(double error);

    /** Forgets everything that was added. */
    void reset();

    /** What reports and configurations call it, for example {@code adwin}. */
    String name();
}
