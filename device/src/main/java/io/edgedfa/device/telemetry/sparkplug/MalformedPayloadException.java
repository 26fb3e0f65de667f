package io.edgedfa.device.telemetry.sparkplug;

/** The bytes are no Sparkplug B payload within this codec's limits. The only exception {@link PayloadCodec#decode} throws. */
public final class MalformedPayloadException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public MalformedPayloadException(String message) {
        super(message);
    }

    public MalformedPayloadException(String message, Throwable cause) {
        super(message, cause);
    }
}
