package io.edgedfa.onnx;

/** A model file that cannot be used; the message is one line naming the file, what is wrong and what is allowed. */
public final class ModelException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelException(String message) {
        super(message);
    }

    public ModelException(String message, Throwable cause) {
        super(message, cause);
    }
}
