package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.device.app.config.HardwareConfig;
import io.edgedfa.device.board.Sensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class HardwareLineTest {
    private static final HardwareLine PI = new HardwareLine("linux-arm64", 4, 8052, List.of(Sensor.CPU_CELSIUS, Sensor.CPU_HERTZ));

    private static HardwareConfig said(String name, String platform, int cores, long memoryMb, Sensor... sensors) {
        return new HardwareConfig(name, platform, cores, memoryMb, List.of(sensors), 0, 0, 0, "");
    }

    @Test
    void shouldRepeatWhatIsSaidWhereTheMachineIsLikeThat() {
        assertEquals("Raspberry Pi 5: linux-arm64, 4 cores, 8192 MiB, sensors cpu-celsius cpu-hertz",
                PI.beside(said("Raspberry Pi 5", "linux-arm64", 4, 8192, Sensor.CPU_CELSIUS, Sensor.CPU_HERTZ)));
    }

    @Test
    void shouldTellWhatIsOtherMissingAndMore() {
        assertEquals("linux-x86_64 (here linux-arm64), 8 cores (here 4 cores), 16384 MiB (here 8052 MiB), sensors cpu-celsius gpu-load"
                + " (missing here: gpu-load) (here also: cpu-hertz)",
                PI.beside(said("", "linux-x86_64", 8, 16384, Sensor.CPU_CELSIUS, Sensor.GPU_LOAD)));
    }

    @Test
    void shouldTellThatThereIsMoreMemoryThanSaid() {
        assertEquals("linux-arm64, 4 cores, 4096 MiB (here 8052 MiB), sensors cpu-celsius cpu-hertz",
                PI.beside(said("", "linux-arm64", 4, 4096, Sensor.CPU_CELSIUS, Sensor.CPU_HERTZ)));
    }

    @Test
    void shouldTellTheMachineWhereNothingIsSaid() {
        assertEquals("linux-arm64, 4 cores, 8052 MiB, sensors none (here also: cpu-celsius cpu-hertz)", PI.beside(said("", "", 0, 0)));
    }
}
