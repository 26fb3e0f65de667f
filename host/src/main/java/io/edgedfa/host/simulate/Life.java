package io.edgedfa.host.simulate;

import static io.edgedfa.device.telemetry.sparkplug.BoardMetrics.*;

import java.util.Locale;
import java.util.SplittableRandom;

/**
 * What one board goes through: it learns, the world drifts, it recovers (or not, if it does not learn), it gets warm. Made up,
 * but so that a page full of them looks like a fleet. Not thread-safe; a few hundred bytes.
 */
final class Life {
    private static final String[] RULES = {"dfa", "dfa", "dfa", "bp", "frozen"};
    private static final String[] MODELS = {"digits-fc2-128", "digits-conv8-16-fc64", "mnist-fc1-1000"};
    private static final String[] MACHINES = {"Raspberry Pi 5 Model B Rev 1.0", "Raspberry Pi 4 Model B Rev 1.4",
            "NVIDIA Jetson Orin Nano Developer Kit"};
    private static final double HOT_CELSIUS = 88;
    private static final int RECALLS_EVERY = 6;
    private static final double DRIFTS = 1 / 150.0;
    private static final double OUTAGES = 1 / 400.0;

    private final SplittableRandom random;
    private final String rule;
    private final String model;
    private final String version;
    private final String machine;
    private final long bornMs;
    private final double top;
    private final double speed;
    private final double baseCelsius;
    private double accuracy;
    private double celsius;
    private double rate = 0.01;
    private long samples;
    private long updates;
    private long rollbacks;
    private int reports;
    private boolean stopped;
    private String news;

    /** @param nowMs milliseconds since 1970 UTC */
    Life(SplittableRandom random, long nowMs) {
        this.random = random;
        rule = RULES[random.nextInt(RULES.length)];
        model = MODELS[random.nextInt(MODELS.length)];
        version = Integer.toString(1 + random.nextInt(4));
        machine = MACHINES[random.nextInt(MACHINES.length)];
        bornMs = nowMs - random.nextLong(1, 30L * 24 * 3_600_000);
        top = 0.82 + 0.15 * random.nextDouble();
        speed = 0.02 + 0.08 * random.nextDouble();
        accuracy = top * (0.3 + 0.7 * random.nextDouble());
        baseCelsius = random.nextInt(33) == 0 ? 80 + 8 * random.nextDouble() : 38 + 22 * random.nextDouble();
        celsius = baseCelsius;
        samples = random.nextLong(1, 1_000_000);
    }

    /** A text metric's value in a birth certificate; null for any other metric. */
    String text(String metric) {
        return switch (metric) {
            case RULE -> rule;
            case MODEL_ID -> model;
            case MODEL_VERSION -> version;
            case PAUSED -> paused();
            case BOARD_MODEL -> machine;
            case PRODUCT_VERSION -> "0.1.0";
            case OS_ARCH -> "aarch64";
            case JAVA_VERSION -> "17.0.15";
            case STORE_TROUBLE -> "";
            default -> null;
        };
    }

    /** Why learning pauses; empty when it does not. */
    String paused() {
        return stopped ? "command" : celsius > HOT_CELSIUS ? "temperature" : "";
    }

    /** Stops or resumes learning. */
    void stop(boolean stop) {
        stopped = stop;
    }

    void learningRate(double value) {
        rate = value;
    }

    /** Goes back to an earlier checkpoint. */
    void rollBack() {
        rollbacks++;
        accuracy = Math.max(accuracy, 0.9 * top);
    }

    /** What the learner reports, in the order of {@link Vocabulary#LEARNER_READINGS}, now and then with recalls. */
    double[] learner() {
        boolean learns = !rule.equals("frozen") && paused().isEmpty();
        live(learns);
        double[] values = new double[Vocabulary.LEARNER_READINGS.size() + (reports++ % RECALLS_EVERY == 0 ? Vocabulary.CLASSES : 0)];
        double seen = noisy(accuracy, 0.01);
        double p50 = (1_800 + 8_000 * speed) * (1 + 0.05 * random.nextDouble());
        double[] first = {samples, updates, seen, noisy(accuracy, 0.004), 2.3 * (1 - seen) + 0.05, learns ? rate : 0, p50,
            1.4 * p50, noisy(Math.min(top, accuracy + 0.02), 0.004), rollbacks};
        System.arraycopy(first, 0, values, 0, first.length);
        for (int i = first.length; i < values.length; i++) {
            values[i] = noisy(accuracy, 0.08);
        }
        return values;
    }

    private void live(boolean learns) {
        samples += 64;
        updates += learns ? 1 : 0;
        if (random.nextDouble() < DRIFTS) {
            double before = accuracy;
            accuracy *= 0.35 + 0.3 * random.nextDouble();
            news = String.format(Locale.ROOT, "drift|accuracy fell from %.1f%% to %.1f%%", 100 * before, 100 * accuracy);
        } else if (learns) {
            accuracy += speed * (top - accuracy);
            if (accuracy < 0.6 * top && random.nextInt(60) == 0) {
                rollBack();
                news = String.format(Locale.ROOT, "rollback|update %d: back to %.1f%%", updates, 100 * accuracy);
            }
        }
    }

    /**
     * What the machine reports, in the order of {@link Vocabulary#MACHINE_READINGS}.
     *
     * @param waiting entries in the outbox
     * @param bytes   of them
     */
    double[] machine(long nowMs, long waiting, long bytes) {
        celsius += 0.1 * (baseCelsius - celsius) + random.nextDouble(-1.5, 1.5);
        double load = Math.min(1, 0.25 + 5 * speed * random.nextDouble());
        return new double[] {120e6 + 1e6 * random.nextInt(40), nowMs - bornMs, celsius, celsius - 3 + random.nextDouble(),
            2.5 + 6 * load + 0.02 * celsius, load, 1.2e9 + 1e6 * random.nextInt(500), 11e9 - updates * 4_096, waiting, bytes};
    }

    /** What has happened since the last call, {@code kind|text}; null for nothing. */
    String takeNews() {
        String happened = news;
        news = null;
        return happened;
    }

    /** How long the board is gone from now on, in milliseconds; mostly 0. */
    long outageMs() {
        return random.nextDouble() < OUTAGES ? random.nextLong(10_000, 60_000) : 0;
    }

    private double noisy(double share, double spread) {
        return Math.max(0, Math.min(1, share + random.nextDouble(-spread, spread)));
    }
}
