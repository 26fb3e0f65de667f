package io.edgedfa.host.store.runs;

/** A file of runs that cannot be used; the message is one line that names the file and says what to do. */
public final class RunStoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    RunStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
