package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.device.board.sensor.Throttling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class SensorTest {
    private static final OptionalDouble NONE = OptionalDouble.empty();
    private static final OptionalLong NO = OptionalLong.empty();

    private static List<Sensor> in(Readings readings) {
        return Arrays.stream(Sensor.values()).filter(sensor -> sensor.isIn(readings)).toList();
    }

    @Test
    void shouldSeeEachSensorInItsOwnReading() {
        OptionalDouble some = OptionalDouble.of(0);
        OptionalLong number = OptionalLong.of(0);
        assertEquals(List.of(Sensor.CPU_CELSIUS, Sensor.POWER_WATTS, Sensor.GPU_HERTZ), in(new Readings(
                some, NONE, some, NO, number, NONE, NONE, Optional.empty(), NO, NO, NO, NO, NONE)));
        assertEquals(List.of(Sensor.GPU_CELSIUS, Sensor.CPU_HERTZ, Sensor.GPU_LOAD, Sensor.THROTTLED), in(new Readings(
                NONE, some, NONE, number, NO, NONE, some, Optional.of(new Throttling(0)), NO, NO, NO, NO, NONE)));
    }

    @Test
    void shouldNameTheLabelsThatThereAre() {
        assertEquals("sensor 'nose' is unknown; allowed: cpu-celsius, gpu-celsius, power-watts, cpu-hertz, gpu-hertz, gpu-load, throttled",
                assertThrows(IllegalArgumentException.class, () -> Sensor.named("nose")).getMessage());
    }
}
