package io.edgedfa.host.experiment.named;

import io.edgedfa.host.experiment.study.Plan;
import io.edgedfa.host.experiment.study.Trial;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The same run under every seed of a plan: what one cell of a table is made of. */
final class Seeded {
    private Seeded() {}

    static List<Trial> cell(Plan plan, IntFunction<Trial> trial) {
        return IntStream.rangeClosed(1, plan.seeds()).mapToObj(trial).toList();
    }
}
