package io.edgedfa.device.store;

/**
 * What the file holds is not what was written. If SQLite found it, closing the store and opening it anew sets the file aside;
 * if a checksum found it, only the thing that the message names is lost.
 */
public final class CorruptStoreException extends StoreException {
    private static final long serialVersionUID = 1;

    CorruptStoreException(String message, Throwable cause) {
        super(message, cause);
    }
}
