package io.edgedfa.engine;

/** A graph compiled for several replicas. Not thread-safe. */
public interface ReplicaProgram extends AutoCloseable {

    /** Sets an input that is a scalar and stays until set again. @param values one per replica */
    void set(String input, float[] values);

    /** Has an input {@code [batch, ...]} filled with rows of a table in every run. @param table rows as wide as one sample */
    void feed(String input, Table table);

    /**
     * Runs one after the other and updates every replica's state each time. Row b of run s of replica r is row
     * {@code rows[r][s * batch + b]} of each table.
     *
     * @param runs 1 or more
     * @param rows {@code runs * batch} row numbers for each replica, or one array for all
     */
    void run(int runs, int[]... rows);

    /** What a scalar output was, {@code [replica][run]}, in each of the last call's runs. */
    float[][] outputs(String name);

    @Override
    void close();
}
