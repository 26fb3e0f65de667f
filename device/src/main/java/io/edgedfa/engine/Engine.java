package io.edgedfa.engine;

import io.edgedfa.graph.Graph;

/** Something that can run graphs. */
public interface Engine extends AutoCloseable {

    /** Name in settings, for example {@code ort}. */
    String name();

    /** The hardware it runs on, with versions, where that is not this machine's processor; else empty. */
    default String device() {
        return "";
    }

    /**
     * Prepares a graph for repeated runs.
     *
     * @param graph all shapes static
     * @param state holds every state tensor of the graph; may be shared with other programs, one running at a time
     * @throws EngineException when the engine cannot run the graph
     */
    Program compile(Graph graph, State state);

    @Override
    void close();
}
