package io.edgedfa.engine;

import java.nio.FloatBuffer;

/** For engines: where a {@link State}'s current values are while an engine keeps them in memory of its own. */
public interface Residence {

    /** Copies a tensor's current values into the state's buffer. */
    void fetch(String name, FloatBuffer target);

    /** Takes a tensor's new current values from the state's buffer. */
    void put(String name, FloatBuffer source);
}
