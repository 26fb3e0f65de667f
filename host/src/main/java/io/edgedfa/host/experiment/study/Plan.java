package io.edgedfa.host.experiment.study;

import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.Engines;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How large an experiment is. Refusals start with the name of the option, without its dashes.
 *
 * @param data    name of the data set
 * @param nets    networks in the order of the table, see {@link io.edgedfa.host.experiment.Nets#FORMS}; at least one
 * @param seeds   runs per cell, 1 to 1000; their seeds are 1, 2, ...
 * @param epochs  1 to 100,000
 * @param samples the first so many of the training set, or 0: all
 * @param engine  what runs the training steps; need not be there
 * @param numbers lists that only some experiments have, by the name of the option, see {@link Study#options}; 1 to 100 different
 *     finite numbers each
 * @param quick   whether this is the short form, which every output then says
 */
public record Plan(String data, List<String> nets, int seeds, int epochs, int samples, String engine,
        Map<String, List<Double>> numbers, boolean quick) {
    public Plan {
        nets = List.copyOf(nets);
        numbers = new LinkedHashMap<>(numbers);
        numbers.forEach(Plan::check);
        if (nets.isEmpty() || nets.size() > 100 || new HashSet<>(nets).size() != nets.size()) {
            throw new IllegalArgumentException("nets = " + nets + ", allowed: 1 to 100 different ones");
        }
        check("seeds", seeds, 1, 1000);
        check("epochs", epochs, 1, 100_000);
        check("samples", samples, 0, Integer.MAX_VALUE);
        try {
            Engines.checkName(engine);
        } catch (EngineException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        // What ran is what results are kept under.
        engine = Engines.resolve(engine);
    }

    /** A plan without lists of numbers. */
    public Plan(String data, List<String> nets, int seeds, int epochs, int samples, String engine, boolean quick) {
        this(data, nets, seeds, epochs, samples, engine, Map.of(), quick);
    }

    private static void check(String name, List<Double> list) {
        if (list.isEmpty() || list.size() > 100 || new HashSet<>(list).size() != list.size() || !list.stream().allMatch(Double::isFinite)) {
            throw new IllegalArgumentException(name + " = " + text(list) + ", allowed: 1 to 100 different finite numbers");
        }
    }

    private static void check(String name, int value, int low, int high) {
        if (value < low || value > high) {
            throw new IllegalArgumentException("%s = %d, allowed: %d to %d".formatted(name, value, low, high));
        }
    }

    /** On one line, for the head of every output. */
    public String summary() {
        return (quick ? "QUICK, not the full experiment: " : "") + data + ", " + (samples == 0 ? "all" : "first " + samples)
                + " training samples, " + plural(epochs, "epoch") + ", " + plural(seeds, "seed") + ", engine " + engine
                + numbers.entrySet().stream().map(list -> ", " + list.getKey() + " " + text(list.getValue())).collect(Collectors.joining());
    }

    /** One of the lists as counts. @throws IllegalArgumentException starting with its name for what is no whole number from 0 */
    public List<Integer> counts(String name) {
        return numbers.get(name).stream().map(count -> {
            if (count != Math.rint(count) || count < 0 || count > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(name + " = " + text(count) + ", allowed: whole numbers from 0");
            }
            return count.intValue();
        }).toList();
    }

    /** Numbers as people write them: {@code 0.5, 1, 2}. */
    private static String text(List<Double> list) {
        return list.stream().map(Plan::text).collect(Collectors.joining(", "));
    }

    /** A number as people write it: {@code 1}, not {@code 1.0}. */
    public static String text(double number) {
        return new DecimalFormat("0.##########", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    private static String plural(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
