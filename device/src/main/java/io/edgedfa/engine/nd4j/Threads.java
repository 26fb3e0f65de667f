package io.edgedfa.engine.nd4j;

import org.nd4j.linalg.factory.Nd4j;

/**
 * How many threads a program's runs use. ND4J knows one setting per process, for its own loops and for OpenBLAS, so it is
 * made at the start of a run where the last run had another one. Programs that run at the same time on several Java threads
 * therefore share the setting of whoever came last.
 *
 * @param count 1 or more
 */
record Threads(int count) {
    private static int current;

    void apply() {
        synchronized (Threads.class) {
            if (current != count) {
                Nd4j.getEnvironment().setMaxThreads(count);
                Nd4j.getEnvironment().setMaxMasterThreads(count);
                Nd4j.getNDArrayFactory().blas().setMaxThreads(count);
                current = count;
            }
        }
    }
}
