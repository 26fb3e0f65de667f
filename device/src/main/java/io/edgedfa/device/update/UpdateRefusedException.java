package io.edgedfa.device.update;

/** A model is not taken. The message says why, in one line. */
public final class UpdateRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    public UpdateRefusedException(String why) {
        super(why);
    }
}
