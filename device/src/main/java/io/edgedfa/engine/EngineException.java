package io.edgedfa.engine;

/** An engine that is not there, or a graph that an engine cannot compile or run. */
public class EngineException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public EngineException(String message) {
        super(message);
    }

    public EngineException(String message, Throwable cause) {
        super(message, cause);
    }
}
