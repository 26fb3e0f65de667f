package io.edgedfa.host.experiment.report;

import java.util.List;

/**
 * A diagram.
 *
 * @param name   of its file, without extension: small letters, digits and dashes
 * @param title  above it
 * @param xTitle quantity and unit along x
 * @param yTitle quantity and unit along y
 * @param labels names along x, which then counts 0, 1, ...; empty for numbers
 * @param logY   whether y is logarithmic
 * @param curves at least one
 */
public record Plot(
        String name, String title, String xTitle, String yTitle, List<String> labels, boolean logY, List<Curve> curves) {

    public Plot {
        labels = List.copyOf(labels);
        curves = List.copyOf(curves);
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("plot name '" + name + "', allowed: small letters, digits and dashes");
        }
        if (curves.isEmpty()) {
            throw new IllegalArgumentException("plot " + name + " has no curves");
        }
    }

    /** Whether there is nothing to draw, as no run behind it finished. */
    public boolean isEmpty() {
        return curves.stream().flatMap(curve -> curve.y().stream()).noneMatch(Double::isFinite);
    }

    /** Lines over numbers. */
    public static Plot lines(String name, String title, String xTitle, String yTitle, List<Curve> curves) {
        return new Plot(name, title, xTitle, yTitle, List.of(), false, curves);
    }

    /** The same with y on a logarithmic scale; values that are not positive are left out. */
    public static Plot logLines(String name, String title, String xTitle, String yTitle, List<Curve> curves) {
        return new Plot(name, title, xTitle, yTitle, List.of(), true, curves);
    }

    /** Points with error bars over names. @param labels as many as each curve has points */
    public static Plot points(String name, String title, String xTitle, String yTitle, List<String> labels, List<Curve> curves) {
        return new Plot(name, title, xTitle, yTitle, labels, false, curves);
    }

    /**
     * Points of one series. Those that are not finite are left out.
     *
     * @param name  for the legend
     * @param x     ascending
     * @param y     as many
     * @param error half the length of each error bar, as many; empty for none
     */
    public record Curve(String name, List<Double> x, List<Double> y, List<Double> error) {
        public Curve {
            x = List.copyOf(x);
            y = List.copyOf(y);
            error = List.copyOf(error);
            if (x.size() != y.size() || !error.isEmpty() && error.size() != y.size()) {
                throw new IllegalArgumentException("curve " + name + " has " + x.size() + " x, " + y.size() + " y, "
                        + error.size() + " error bars");
            }
        }

        public static Curve of(String name, List<Double> x, List<Double> y) {
            return new Curve(name, x, y, List.of());
        }
    }
}
