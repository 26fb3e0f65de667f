package io.edgedfa.graph;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An immutable graph. Running it once maps inputs and state to outputs and to the state's next values.
 *
 * @param name      what the graph computes
 * @param inputs    values given for every run
 * @param state     values that live from run to run: weights, biases, optimizer moments
 * @param constants float values fixed in the graph, row-major, by tensor; never changed after building
 * @param nodes     in topological order
 * @param outputs   values wanted from every run
 * @param updates   next value by state tensor; state tensors without an entry stay as they are
 */
public record Graph(
        String name,
        List<Tensor> inputs,
        List<Tensor> state,
        Map<Tensor, float[]> constants,
        List<Node> nodes,
        List<Tensor> outputs,
        Map<Tensor, Tensor> updates) {

    /** The state tensor, input or output of a name. @throws IllegalArgumentException when there is none */
    public Tensor tensor(String name) {
        return Stream.of(inputs, state, outputs)
                .flatMap(List::stream)
                .filter(t -> t.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("graph " + this.name + " has no tensor " + name));
    }

    /** Multiply-add operations of all matrix products and convolutions of one run: the compute half of the floor. */
    public long multiplyAdds() {
        return nodes.stream().mapToLong(Graph::multiplyAdds).sum();
    }

    private static long multiplyAdds(Node node) {
        Shape a = node.inputs().get(0).shape();
        return switch (node.operator()) {
            case GEMM, MATMUL -> (long) node.output().shape().elements() * a.size(node.integer("transA", 0) == 1 ? 0 : -1);
            case CONV -> (long) node.output().shape().elements() * perOutput(node.inputs().get(1).shape());
            case CONV_TRANSPOSE -> (long) a.elements() * perOutput(node.inputs().get(1).shape());
            default -> 0;
        };
    }

    /** Weights that meet in one output of a convolution, or one input of a transposed one. */
    private static long perOutput(Shape weight) {
        return (long) weight.size(1) * weight.size(2) * weight.size(3);
    }
}
