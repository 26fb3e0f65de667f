package io.edgedfa.host.experiment.report;

import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * Mean and sample standard deviation (divided by n - 1).
 *
 * @param mean      NaN of no values
 * @param deviation NaN of fewer than two
 * @param count     of values
 */
public record Spread(double mean, double deviation, int count) {

    public static Spread of(double... values) {
        double mean = DoubleStream.of(values).average().orElse(Double.NaN);
        double squares = DoubleStream.of(values).map(value -> (value - mean) * (value - mean)).sum();
        return new Spread(mean, values.length < 2 ? Double.NaN : Math.sqrt(squares / (values.length - 1)), values.length);
    }

    /** {@code 1.75 ± 0.06}; without a deviation if there is none, {@code -} of no values. @param digits after the point */
    public String text(int digits) {
        String number = "%." + digits + "f";
        if (count == 0) {
            return "-";
        }
        return Double.isNaN(deviation) ? String.format(Locale.ROOT, number, mean)
                : String.format(Locale.ROOT, number + " ± " + number, mean, deviation);
    }
}
