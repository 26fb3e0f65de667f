package io.edgedfa.device.board.sensor;

import java.util.Optional;
import java.util.OptionalDouble;

/** Time since the machine started. Source: proc_uptime(5), seconds with two decimals. */
public final class Uptime {
    private final Optional<SensorFile> file;

    public Uptime(KernelFiles files) {
        file = files.file("proc/uptime");
    }

    public OptionalDouble seconds() {
        Optional<String> text = file.flatMap(SensorFile::text);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        int space = text.get().indexOf(' ');
        try {
            double seconds = Double.parseDouble(space < 0 ? text.get() : text.get().substring(0, space));
            if (seconds >= 0 && Double.isFinite(seconds)) {
                return OptionalDouble.of(seconds);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        file.get().broken(text.get(), "seconds, 0 or more");
        return OptionalDouble.empty();
    }
}
