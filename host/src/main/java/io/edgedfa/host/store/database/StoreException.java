package io.edgedfa.host.store.database;

/** The database could not be opened, read or written. The message is one line that names it and the reason. */
public final class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What went wrong in one line: servers answer in several. */
    public static String reason(Exception e) {
        String message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().map(String::strip).reduce((a, b) -> a + " " + b).orElse(message);
    }
}
