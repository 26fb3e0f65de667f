package io.edgedfa.engine;

import io.edgedfa.graph.Graph;
import java.util.List;

/**
 * An engine that runs copies of one graph side by side, fed from tables in its own memory, so that an epoch of many runs needs
 * nothing from the host.
 */
public interface ReplicaEngine extends Engine {

    /** Keeps a table of FLOAT rows. @throws OutOfMemoryException when the engine's memory has no room for it */
    Table table(int rows, int width, Table.Rows values);

    /** Keeps a table of one INT64 per row. @throws OutOfMemoryException when the engine's memory has no room for it */
    Table table(long[] values);

    /**
     * Prepares one graph for repeated runs of all replicas together.
     *
     * @param replicas one graph each, alike but for the values of their constants, all shapes static
     * @param states   one each, in the same order; {@link State} says who may share them
     * @throws OutOfMemoryException when so many replicas do not fit
     * @throws EngineException      when graphs differ in more than constants, or the engine cannot run them
     */
    ReplicaProgram compile(List<Graph> replicas, List<State> states);

    /** How many of {@code wanted} replicas of a graph fit into the memory that is free now, by estimate; at least 1. */
    int fitting(Graph graph, int wanted);
}
