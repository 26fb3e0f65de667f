package io.edgedfa.engine.cuda;

import io.edgedfa.engine.Program;
import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.engine.cuda.lowering.Lowering;
import io.edgedfa.engine.cuda.lowering.Plan;
import io.edgedfa.graph.Graph;
import java.util.ArrayList;
import java.util.List;

/** The engine of a card. */
final class CudaEngine implements ReplicaEngine {
    static final String NAME = "cuda";
    /** The same with products whose inputs are rounded to TF32. */
    static final String TF32_NAME = "cuda-tf32";

    /** Of the free memory, for what the libraries take themselves. */
    private static final double USABLE = 0.9;

    private final String name;
    private final Card card;
    private final List<CardTable> tables = new ArrayList<>();

    CudaEngine(String name, Card card) {
        this.name = name;
        this.card = card;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String device() {
        return card.describe();
    }

    @Override
    public Program compile(Graph graph, State state) {
        return new CudaProgram(card, graph, state);
    }

    @Override
    public Table table(int rows, int width, Table.Rows values) {
        return kept(CardTable.floats(card, rows, width, values));
    }

    @Override
    public Table table(long[] values) {
        return kept(CardTable.longs(card, values));
    }

    private Table kept(CardTable table) {
        tables.add(table);
        return table;
    }

    @Override
    public ReplicaProgram compile(List<Graph> replicas, List<State> states) {
        return new CardReplicas(card, replicas, states);
    }

    @Override
    public int fitting(Graph graph, int wanted) {
        Plan one = Lowering.plan(List.of(graph));
        double room = USABLE * card.freeBytes() / (one.bytes() + one.stateBytes());
        return (int) Math.max(1, Math.min(wanted, Math.floor(room)));
    }

    @Override
    public void close() {
        tables.forEach(CardTable::close);
        card.close();
    }
}
