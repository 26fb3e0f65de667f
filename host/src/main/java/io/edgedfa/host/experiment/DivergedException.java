package io.edgedfa.host.experiment;

/** Training that left the finite numbers; the message is one line that says when. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String where;

    /** @param where what was not finite, in which epoch and step */
    public DivergedException(String where, double learningRate) {
        super("training diverged: " + where + "; try a learning rate below " + learningRate);
        this.where = where;
    }

    /** What was not finite, in which epoch and step. */
    public String where() {
        return where;
    }
}
