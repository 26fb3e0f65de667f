package io.edgedfa.engine;

import java.nio.FloatBuffer;
import java.nio.LongBuffer;

/**
 * A compiled graph with its input and output buffers, allocated once. Write the inputs, {@link #run}, read the outputs. Not
 * thread-safe.
 */
public interface Program extends AutoCloseable {

    /** The buffer of a FLOAT input or output, row-major; the same object at every call. */
    FloatBuffer floats(String name);

    /** The buffer of an INT64 input or output, row-major; the same object at every call. */
    LongBuffer longs(String name);

    /** Runs the graph once and makes its updates the state's current values. @throws EngineException when the run fails */
    void run();

    @Override
    void close();
}
