package io.edgedfa.device.store;

/** Somebody has the store open to write it. */
public final class StoreInUseException extends StoreException {
    private static final long serialVersionUID = 1;

    StoreInUseException(String message) {
        super(message, null);
    }
}
