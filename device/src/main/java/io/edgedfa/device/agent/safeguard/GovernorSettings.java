package io.edgedfa.device.agent.safeguard;

import java.time.LocalTime;

/**
 * What learning yields to; each is off unless set.
 *
 * @param maxTemperature degrees Celsius above which learning pauses; NaN for never
 * @param maxPowerWatts  power of the whole board above which learning pauses; NaN for never
 * @param maxCpuShare    share of one core's time that learning may take, above 0 to 1; 1 for all of it
 * @param from           local time of day at which learning may begin; null for always
 * @param until          local time of day at which it pauses again, before {@code from} for a window across midnight; null for always
 */
public record GovernorSettings(double maxTemperature, double maxPowerWatts, double maxCpuShare, LocalTime from, LocalTime until) {
    /** Nothing is yielded to. */
    public static final GovernorSettings NONE = new GovernorSettings(Double.NaN, Double.NaN, 1, null, null);

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public GovernorSettings {
        if (!(maxCpuShare > 0 && maxCpuShare <= 1)) {
            throw new IllegalArgumentException("maxCpuShare = " + maxCpuShare + ", allowed: above 0, at most 1");
        }
        if ((from == null) != (until == null) || from != null && from.equals(until)) {
            throw new IllegalArgumentException("from = " + from + ", until = " + until + ", allowed: two different times, or neither");
        }
    }

    /** Whether a time of day is inside the window. */
    boolean inWindow(LocalTime time) {
        if (from == null) {
            return true;
        }
        boolean after = !time.isBefore(from);
        boolean before = time.isBefore(until);
        return from.isBefore(until) ? after && before : after || before;
    }
}
