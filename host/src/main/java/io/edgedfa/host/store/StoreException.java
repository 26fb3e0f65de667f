package io.edgedfa.host.store;

/** The database could not be opened or read. The message names the file and the reason. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
