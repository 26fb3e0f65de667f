package io.edgedfa.engine;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Operator;
import java.util.ArrayList;
import java.util.List;

/** The graphs of the contract, for tests that look at what an engine makes of each. */
public final class OperatorKernels {
    private OperatorKernels() {}

    /** One graph for each case of each operator. */
    public static List<Graph> graphs() {
        List<Graph> graphs = new ArrayList<>();
        for (Operator operator : Operator.values()) {
            OperatorCases.of(operator).forEach(one -> {
                RandomInputs inputs = new RandomInputs(1);
                inputs.graph().output("y", one.apply(inputs));
                graphs.add(inputs.graph().build());
            });
        }
        return graphs;
    }
}
