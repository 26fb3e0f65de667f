package io.edgedfa.device.app.run;

import io.edgedfa.device.agent.safeguard.Governor;
import io.edgedfa.device.board.BoardReadings;
import io.edgedfa.device.board.Readings;
import java.time.LocalTime;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;

/** Tells the governor what the machine's sensors say, and records when learning is paused and when it goes on. */
final class SensorWatch {
    private final BoardReadings sensors;
    private final Governor governor;
    private final BiConsumer<String, String> events;
    private Readings readings;
    private String paused = "";

    /** @param events records an event of a kind with a text */
    SensorWatch(BoardReadings sensors, Governor governor, BiConsumer<String, String> events) {
        this.sensors = sensors;
        this.governor = governor;
        this.events = events;
        this.readings = sensors.read();
    }

    /** What the sensors said last. */
    Readings readings() {
        return readings;
    }

    /** Reads them anew. Call about once a second. */
    void read() {
        readings = sensors.read();
        OptionalDouble hottest = DoubleStream.concat(stream(readings.cpuCelsius()), stream(readings.gpuCelsius())).max();
        governor.readings(hottest, readings.powerWatts(), LocalTime.now());
        if (!governor.reason().isEmpty() && paused.isEmpty()) {
            events.accept("learning-paused", governor.reason());
        } else if (governor.reason().isEmpty() && !paused.isEmpty()) {
            events.accept("learning-resumed", "after: " + paused);
        }
        paused = governor.reason();
    }

    private static DoubleStream stream(OptionalDouble value) {
        return value.isPresent() ? DoubleStream.of(value.getAsDouble()) : DoubleStream.empty();
    }
}
