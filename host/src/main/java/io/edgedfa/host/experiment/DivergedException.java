package io.edgedfa.host.experiment;

/** Training that left the finite numbers; the message is one line that says when. */
public final class DivergedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DivergedException(String what, double learningRate) {
        super("training diverged: " + what + "; try a learning rate below " + learningRate);
    }
}
