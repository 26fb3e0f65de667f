package io.edgedfa.engine;

/** An engine's memory has no room for what was asked; less may fit. */
public final class OutOfMemoryException extends EngineException {
    private static final long serialVersionUID = 1;

    /** @param what that did not fit, for people */
    public OutOfMemoryException(String what, long neededBytes, long freeBytes) {
        super(what + " needs " + megabytes(neededBytes) + " MB of the card's memory, " + megabytes(freeBytes) + " MB are free");
    }

    private static long megabytes(long bytes) {
        return Math.round(bytes / 1e6);
    }
}
