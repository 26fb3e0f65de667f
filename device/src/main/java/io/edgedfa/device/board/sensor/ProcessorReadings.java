package io.edgedfa.device.board.sensor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Clock and load of the CPU. Load is what the kernel has counted between one reading and the next, so that the first has none.
 *
 * <p>Source: Documentation/admin-guide/pm/cpufreq.rst of Linux (kilohertz, one policy for each group of cores that share a
 * clock); proc_stat(5) (ticks of user, nice, system, idle, iowait, irq, softirq, steal; guests are counted in user).
 */
public final class ProcessorReadings {
    private static final int MAX_POLICIES = 8; // readings cost time
    private static final long MOST_KILOHERTZ = 20_000_000;
    private static final int TICKS = 8;
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;

    private final List<SensorFile> clocks = new ArrayList<>();
    private final Optional<SensorFile> stat;
    private final long[] ticks = new long[TICKS];
    private final long[] before = new long[TICKS];
    private boolean known;

    public ProcessorReadings(KernelFiles files) {
        files.folders("sys/devices/system/cpu/cpufreq", "policy").stream().limit(MAX_POLICIES)
                .forEach(policy -> files.file(policy.resolve("scaling_cur_freq")).ifPresent(clocks::add));
        if (clocks.isEmpty()) {
            files.file("sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq").ifPresent(clocks::add);
        }
        stat = files.file("proc/stat");
    }

    /** Clock of the fastest group of cores at this moment, of at most 8, in hertz. */
    public OptionalLong hertz() {
        OptionalLong fastest = OptionalLong.empty();
        for (SensorFile clock : clocks) {
            OptionalLong kilohertz = clock.number(1, MOST_KILOHERTZ);
            if (kilohertz.isPresent() && kilohertz.getAsLong() * 1000 > fastest.orElse(0)) {
                fastest = OptionalLong.of(kilohertz.getAsLong() * 1000);
            }
        }
        return fastest;
    }

    /** Share of all cores' time, 0 to 1, spent working since the last call; absent at the first and if no time has passed. */
    public OptionalDouble load() {
        Optional<String> text = stat.flatMap(SensorFile::text);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        if (!parse(text.get())) {
            stat.get().broken(text.get(), "a line \"cpu\" with " + TICKS + " counts");
            return OptionalDouble.empty();
        }
        long all = 0;
        long resting = 0;
        for (int i = 0; i < TICKS; i++) {
            long passed = Math.max(0, ticks[i] - before[i]); // iowait may go back, says proc_stat(5)
            all += passed;
            resting += i == IDLE || i == IO_WAIT ? passed : 0;
        }
        System.arraycopy(ticks, 0, before, 0, TICKS);
        boolean first = !known;
        known = true;
        return first || all == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) (all - resting) / all);
    }

    /** The counts of the first line into {@link #ticks}. */
    private boolean parse(String text) {
        if (!text.startsWith("cpu ")) {
            return false;
        }
        int at = 3;
        for (int i = 0; i < TICKS; i++) {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            int begin = at;
            long count = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                count = count * 10 + text.charAt(at++) - '0';
            }
            if (at == begin) {
                return false;
            }
            ticks[i] = count;
        }
        return true;
    }
}
