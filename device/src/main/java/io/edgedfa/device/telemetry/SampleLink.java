package io.edgedfa.device.telemetry;

public final class SampleLink implements AutoCloseable {
    public record Arrived(String topic, byte[] payload) {}

    public static SampleLink start(MqttEndpoint endpoint, String filter) {
        return new SampleLink();
    }

    public Arrived poll() {
        return null;
    }

    public boolean offer(String topic, byte[] payload) {
        return false;
    }

    @Override
    public void close() {}
}
