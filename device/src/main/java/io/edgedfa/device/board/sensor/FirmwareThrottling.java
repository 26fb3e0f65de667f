package io.edgedfa.device.board.sensor;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a Raspberry Pi's firmware says what holds the board back: {@code get_throttled} of the device
 * {@code soc/soc:firmware}, which on a Pi 5 is {@code soc@107c000000/soc@107c000000:firmware}.
 *
 * <p>Source: drivers/firmware/raspberrypi.c of Raspberry Pi's Linux: a hexadecimal number. Newer kernels have no such file.
 */
public final class FirmwareThrottling {
    private final Optional<SensorFile> file;

    public FirmwareThrottling(KernelFiles files) {
        Optional<SensorFile> found = Optional.empty();
        for (Path soc : files.folders("sys/devices/platform", "soc")) {
            Path firmware = soc.resolve(soc.getFileName() + ":firmware");
            found = found.or(() -> files.file(firmware.resolve("get_throttled")));
        }
        file = found;
    }

    public Optional<Throttling> read() {
        Optional<String> text = file.flatMap(SensorFile::text);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            String digits = text.get().startsWith("0x") ? text.get().substring(2) : text.get();
            return Optional.of(new Throttling(Long.parseLong(digits, 16)));
        } catch (IllegalArgumentException e) { // no number, or out of range
            file.get().broken(text.get(), "0 to ffffffff");
            return Optional.empty();
        }
    }
}
