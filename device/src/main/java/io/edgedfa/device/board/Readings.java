package io.edgedfa.device.board;

import io.edgedfa.device.board.sensor.Throttling;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the board's sensors said at one moment. Whatever the board does not measure is absent.
 *
 * @param cpuCelsius           temperature of the CPU in degrees Celsius, of the hottest zone
 * @param gpuCelsius           temperature of the GPU in degrees Celsius
 * @param powerWatts           power that the board takes in watts, or the sum of the rails that are measured
 * @param cpuHertz             clock of the fastest group of cores in hertz
 * @param gpuHertz             clock of the GPU in hertz
 * @param cpuLoad              share of all cores' time spent working since the reading before, 0 to 1; absent in the first
 * @param gpuLoad              share of the GPU's time spent working, 0 to 1
 * @param throttling           what holds the board back; Raspberry Pi only
 * @param memoryTotalBytes     memory of the machine in bytes
 * @param memoryAvailableBytes what of it programs can still get, in bytes
 * @param diskTotalBytes       size of the disk that holds the data folder, in bytes
 * @param diskFreeBytes        what of it this process may still fill, in bytes
 * @param uptimeSeconds        time since the machine started, in seconds
 */
public record Readings(OptionalDouble cpuCelsius, OptionalDouble gpuCelsius, OptionalDouble powerWatts,
        OptionalLong cpuHertz, OptionalLong gpuHertz, OptionalDouble cpuLoad, OptionalDouble gpuLoad,
        Optional<Throttling> throttling, OptionalLong memoryTotalBytes, OptionalLong memoryAvailableBytes,
        OptionalLong diskTotalBytes, OptionalLong diskFreeBytes, OptionalDouble uptimeSeconds) {
}
