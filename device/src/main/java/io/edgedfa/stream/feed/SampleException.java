package io.edgedfa.stream.feed;

/** A sample that cannot be used; the message is one line: what is wrong, what is allowed. */
public final class SampleException extends Exception {

    private static final long serialVersionUID = 1;

    public SampleException(String problem) {
        super(problem, null, false, false); // an everyday event: without the cost of a stack trace
    }
}
