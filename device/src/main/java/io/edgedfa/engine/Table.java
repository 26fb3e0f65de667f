package io.edgedfa.engine;

/** Rows of equal length that an engine keeps in its own memory, for {@link ReplicaProgram#feed}; the engine's close ends it, too. */
public interface Table extends AutoCloseable {

    /** Gives a table its rows. */
    @FunctionalInterface
    interface Rows {
        /** Copies row {@code row}, as many values as the table is wide, into {@code target} from {@code offset} on. */
        void copy(int row, float[] target, int offset);
    }

    /** Number of rows. */
    int rows();

    @Override
    void close();
}
