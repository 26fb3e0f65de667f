package io.edgedfa.device.agent.safeguard;

import java.time.LocalTime;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;

/**
 * Says whether the board may take a learning step now. An order pauses it until it is taken back. Heat and power pause it until
 * they are a little below their limits again; a share of processor time slows it down: time not spent on learning is saved up, for at most a second. Where a limit
 * is set and the board has no such sensor, that limit does nothing. Not thread-safe.
 */
public final class Governor {
    /** How far below its limit a temperature must fall, in degrees Celsius, before learning goes on. */
    static final double COOLER = 3;
    /** To which part of its limit power must fall before learning goes on. */
    static final double CALMER = 0.95;
    private static final long MOST_SAVED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private GovernorSettings settings;
    private boolean hot;
    private boolean strained;
    private boolean outside;
    private String order = "";
    private String reason = "";
    private long savedNanos;
    private long countedNanos;
    private boolean counting;

    public Governor(GovernorSettings settings) {
        this.settings = settings;
    }

    /** From the next reading on. */
    public void change(GovernorSettings changed) {
        settings = changed;
    }

    /**
     * Takes the board's readings in, about once a second.
     *
     * @param temperature the hotter of processor and graphics, degrees Celsius
     * @param powerWatts  of the whole board
     * @param time        local time of day
     */
    public void readings(OptionalDouble temperature, OptionalDouble powerWatts, LocalTime time) {
        hot = above(temperature, settings.maxTemperature(), hot, settings.maxTemperature() - COOLER);
        strained = above(powerWatts, settings.maxPowerWatts(), strained, settings.maxPowerWatts() * CALMER);
        outside = !settings.inWindow(time);
        reason = hot ? String.format(Locale.ROOT, "temperature %.1f C, limit %.1f C", temperature.getAsDouble(), settings.maxTemperature())
                : strained ? String.format(Locale.ROOT, "power %.1f W, limit %.1f W", powerWatts.getAsDouble(), settings.maxPowerWatts())
                : outside ? "outside " + settings.from() + "-" + settings.until() : "";
    }

    private static boolean above(OptionalDouble value, double limit, boolean wasAbove, double backBelow) {
        return value.isPresent() && (value.getAsDouble() > limit || wasAbove && value.getAsDouble() > backBelow);
    }

    /** Pauses learning whatever the readings are. @param why shown as the reason; empty takes the order back */
    public void order(String why) {
        order = why;
    }

    /** Why learning is paused; empty when it is not. Slowing down is no pause. */
    public String reason() {
        return order.isEmpty() ? reason : order;
    }

    /** Whether a step may be taken. @param nowNanos of a monotonic clock */
    public boolean mayLearn(long nowNanos) {
        if (!reason().isEmpty()) {
            return false;
        }
        if (settings.maxCpuShare() == 1) {
            return true;
        }
        if (counting) {
            savedNanos = Math.min(MOST_SAVED_NANOS, savedNanos + (long) ((nowNanos - countedNanos) * settings.maxCpuShare()));
        }
        counting = true;
        countedNanos = nowNanos;
        return savedNanos >= 0;
    }

    /** Counts the time that a step took. */
    public void spent(long nanos) {
        if (settings.maxCpuShare() < 1) {
            savedNanos -= nanos;
        }
    }
}
