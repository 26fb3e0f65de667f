package io.edgedfa.engine.nd4j;

import java.util.List;

/** A node made ready to run over its slots. */
@FunctionalInterface
interface Step {

    void run();

    /** Gives native memory back. */
    default void close() {}

    /** Several steps as one, run in order. */
    static Step sequence(Step... steps) {
        return new Step() {
            private final List<Step> all = List.of(steps);

            @Override
            public void run() {
                for (Step step : all) {
                    step.run();
                }
            }

            @Override
            public void close() {
                all.forEach(Step::close);
            }
        };
    }
}
