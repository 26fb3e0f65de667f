package io.edgedfa.host.bench.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.pooling.Pool;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import io.edgedfa.network.Network;
import java.util.HashMap;
import java.util.Map;

/**
 * A network's forward pass with PyTorch's operators.
 *
 * @param graph made by {@link Network#inference}
 */
record ForwardGraph(Graph graph) {

    /**
     * A parameter in PyTorch's layout: matrices of fully connected layers are {@code [units, inputs]} there, the other way round
     * than here; everything else is the same.
     *
     * @param values row-major, shaped as the tensor
     */
    static NDArray parameter(NDManager manager, Tensor tensor, float[] values) {
        if (tensor.shape().rank() != 2) {
            return manager.create(values, new Shape(tensor.shape().toLongs()));
        }
        int inputs = tensor.shape().size(0);
        int units = tensor.shape().size(1);
        float[] transposed = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            transposed[i % units * inputs + i / units] = values[i];
        }
        return manager.create(transposed, new Shape(units, inputs));
    }

    /**
     * Runs the pass.
     *
     * @param parameters by name, shaped as {@link #parameter} makes them
     * @param features   shaped as the graph's input
     * @return the last block's output, {@code [batch, classes]}
     */
    NDArray run(Map<String, NDArray> parameters, NDArray features) {
        Map<String, NDArray> values = new HashMap<>(parameters);
        values.put(Network.INPUT, features);
        for (Node node : graph.nodes()) {
            if (!node.output().name().equals(Network.PROBABILITIES)) {
                values.put(node.output().name(), apply(node, values));
            }
        }
        return values.get(Network.OUTPUT);
    }

    private static NDArray apply(Node node, Map<String, NDArray> values) {
        NDArray x = values.get(node.inputs().get(0).name());
        return switch (node.operator()) {
            case GEMM -> single(Linear.linear(x, operand(node, 1, values), operand(node, 2, values)));
            case CONV -> {
                Window window = symmetric(node);
                yield single(Conv2d.conv2d(x, operand(node, 1, values), operand(node, 2, values),
                        new Shape(window.strideHeight(), window.strideWidth()), new Shape(window.top(), window.left())));
            }
            case MAX_POOL -> {
                Window window = symmetric(node);
                yield Pool.maxPool2d(x, new Shape(window.height(), window.width()),
                        new Shape(window.strideHeight(), window.strideWidth()), new Shape(window.top(), window.left()), false);
            }
            case RESHAPE -> x.reshape(node.output().shape().toLongs());
            case TANH -> x.tanh();
            case IDENTITY -> x;
            default -> throw new IllegalArgumentException("pytorch: operator " + node.operator().onnxName()
                    + " of " + node.name() + " is not translated; there are Gemm, Conv, MaxPool, Reshape, Tanh, Identity");
        };
    }

    private static NDArray operand(Node node, int index, Map<String, NDArray> values) {
        return values.get(node.inputs().get(index).name());
    }

    private static NDArray single(NDList list) {
        return list.singletonOrThrow();
    }

    private static Window symmetric(Node node) {
        Window window = Window.of(node);
        if (window.top() != window.bottom() || window.left() != window.right()) {
            throw new IllegalArgumentException("pytorch: padding of " + node.name() + " differs between sides: " + window);
        }
        return window;
    }
}
