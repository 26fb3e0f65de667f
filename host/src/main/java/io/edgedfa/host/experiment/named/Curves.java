package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.EpochScore;
import io.edgedfa.host.experiment.report.Plot.Curve;
import io.edgedfa.host.experiment.report.Spread;
import io.edgedfa.host.experiment.study.Cell;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Numbers over epochs. */
final class Curves {
    private Curves() {}

    /** The mean over a cell's finished runs of a number of each epoch; empty if none finished. */
    static Curve overEpochs(String name, Cell cell, ToDoubleFunction<EpochScore> number) {
        int epochs = cell.results().stream().mapToInt(result -> result.epochs().size()).min().orElse(0);
        List<Double> x = IntStream.rangeClosed(1, epochs).mapToObj(epoch -> (double) epoch).toList();
        List<Double> y = IntStream.range(0, epochs)
                .mapToObj(i -> cell.spread(result -> number.applyAsDouble(result.epochs().get(i))).mean()).toList();
        return Curve.of(name, x, y);
    }

    /** One point per cell with its spread, at 0, 1, ... */
    static Curve overLabels(String name, List<Spread> spreads) {
        List<Double> x = IntStream.range(0, spreads.size()).mapToObj(i -> (double) i).toList();
        return new Curve(name, x, spreads.stream().map(Spread::mean).toList(), spreads.stream().map(Spread::deviation).toList());
    }
}
