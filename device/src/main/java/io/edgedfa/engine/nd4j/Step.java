package io.edgedfa.engine.nd4j;

/** A node made ready to run over its slots. */
@FunctionalInterface
interface Step {

    void run();

    /** Gives native memory back. */
    default void close() {}

    /** A step made of others: {@code whole} runs them, closing it closes them. */
    static Step owning(Step[] parts, Step whole) {
        return new Step() {
            @Override
            public void run() {
                whole.run();
            }

            @Override
            public void close() {
                for (Step part : parts) {
                    part.close();
                }
            }
        };
    }
}
