package io.edgedfa.device.store;

/** The store could not be opened, read or written. The message is one line: the file, what was tried, and why it failed. */
public class StoreException extends RuntimeException {
    private static final long serialVersionUID = 1;

    StoreException(String message, Throwable cause) {
        super(message.replaceAll("\\s+", " "), cause);
    }
}
