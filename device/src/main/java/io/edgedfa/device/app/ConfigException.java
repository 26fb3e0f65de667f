package io.edgedfa.device.app;

/** A configuration that cannot be used; the message is one line naming file, key, value and what is allowed. */
final class ConfigException extends RuntimeException {
    private static final long serialVersionUID = 1;

    ConfigException(String message) {
        super(message);
    }
}
