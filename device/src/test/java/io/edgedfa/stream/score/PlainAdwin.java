package io.edgedfa.stream.score;

import java.util.ArrayList;
import java.util.List;

/** ADWIN written down plainly: every value is kept, and a bucket is only a number of them. */
final class PlainAdwin {

    private final double delta;
    private final List<Double> window = new ArrayList<>();
    private final List<Integer> buckets = new ArrayList<>(); // sizes, oldest first, as the window
    private int added;

    PlainAdwin(double delta) {
        this.delta = delta;
    }

    boolean add(double error) {
        window.add(error);
        buckets.add(1);
        for (int size = 1; buckets.indexOf(size) >= 0; size *= 2) {
            int wanted = size;
            if (buckets.stream().filter(bucket -> bucket == wanted).count() == 6) {
                int oldest = buckets.indexOf(size);
                buckets.remove(oldest);
                buckets.set(oldest, 2 * size);
            }
        }
        boolean rose = false;
        if (++added % 32 == 0) {
            for (double change = change(); change != 0; change = change()) {
                rose |= change > 0;
                window.subList(0, buckets.remove(0)).clear();
            }
        }
        return rose;
    }

    private double change() {
        int cut = 0;
        for (int bucket : buckets.subList(0, buckets.size() - 1)) {
            cut += bucket;
            double difference = mean(window.subList(cut, window.size())) - mean(window.subList(0, cut));
            double harmonic = 1 / (1.0 / cut + 1.0 / (window.size() - cut));
            double deltaOfCut = delta / Math.max(1, Math.log(window.size()));
            double bound = Math.sqrt(2 / harmonic * variance() * Math.log(2 / deltaOfCut))
                    + 2 / (3 * harmonic) * Math.log(2 / deltaOfCut);
            if (Math.abs(difference) > bound) {
                return difference;
            }
        }
        return 0;
    }

    private double variance() {
        double mean = mean(window);
        return window.stream().mapToDouble(value -> (value - mean) * (value - mean)).sum() / window.size();
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(value -> value).sum() / values.size();
    }

    double mean() {
        return mean(window);
    }

    int width() {
        return window.size();
    }
}
