package io.edgedfa.device.telemetry;

/** Sparkplug B payloads to and from protobuf bytes. */
public final class PayloadCodec {
    private PayloadCodec() {}

    public static byte[] encode(Payload payload) {
        throw new UnsupportedOperationException();
    }

    public static Payload decode(byte[] bytes) {
        throw new UnsupportedOperationException();
    }
}
