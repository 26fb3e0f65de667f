package io.edgedfa.host.bench.peer;

/** Something that can run a training step. Found by {@link java.util.ServiceLoader}, or an engine of the project. */
public interface Peer {

    /** Name in settings, for example {@code pytorch}. */
    String name();

    /**
     * What it is and which rule it runs, with versions, for the reader of a table.
     *
     * @throws RuntimeException or {@link LinkageError} when a native part does not load
     */
    String describe();

    /** Builds the network and warms nothing up. @throws RuntimeException when the workload is not possible here */
    Loop open(Workload workload);

    /** A training loop that is ready to run. Not thread-safe. */
    interface Loop extends AutoCloseable {

        /**
         * One complete step: takes the batch from Java's memory, forward pass, loss, way back, update of every parameter.
         *
         * @return the mean loss of the batch before the update
         */
        float step();

        @Override
        void close();
    }
}
