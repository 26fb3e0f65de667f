package io.edgedfa.host.experiment.study;

/**
 * How a trial ended, if it did.
 *
 * @param status  how
 * @param result  null unless finished
 * @param message one line that says where it diverged or why it failed; else empty
 */
public record Outcome(Status status, TrialResult result, String message) {

    /** Finished and diverged are results and are kept; what failed is tried again next time. */
    public enum Status { PENDING, FINISHED, DIVERGED, FAILED }

    /** Not ended yet. */
    public static final Outcome PENDING = new Outcome(Status.PENDING, null, "");

    public Outcome {
        if ((status == Status.FINISHED) == (result == null)) {
            throw new IllegalArgumentException("a trial that " + status + " with result " + result);
        }
    }

    public static Outcome finished(TrialResult result) {
        return new Outcome(Status.FINISHED, result, "");
    }

    public static Outcome diverged(String where) {
        return new Outcome(Status.DIVERGED, null, where);
    }

    public static Outcome failed(String why) {
        return new Outcome(Status.FAILED, null, why);
    }

    public boolean isFinished() {
        return status == Status.FINISHED;
    }
}
