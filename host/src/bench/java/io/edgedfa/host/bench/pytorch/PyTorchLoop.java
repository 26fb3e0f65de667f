package io.edgedfa.host.bench.pytorch;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.bench.peer.Peer;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.network.Network;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forward pass, softmax cross-entropy, backward pass, optimizer step. */
final class PyTorchLoop implements Peer.Loop {
    private final Engine engine;
    private final NDManager manager;
    private final ForwardGraph forward;
    private final Map<String, NDArray> parameters = new LinkedHashMap<>();
    private final List<Descent> descents;
    private final float[] batch;
    private final long[] classes;
    private final ByteBuffer features;
    private final ByteBuffer labels;
    private final Shape featuresShape;
    private final Shape labelsShape;
    private int steps;

    PyTorchLoop(Engine engine, Workload workload) {
        this.engine = engine;
        manager = engine.newBaseManager(Device.cpu());
        forward = new ForwardGraph(workload.forward());
        Map<String, float[]> initial = workload.parameters().values();
        for (Tensor parameter : forward.graph().state()) {
            parameters.put(parameter.name(), ForwardGraph.parameter(manager, parameter, initial.get(parameter.name())));
        }
        descents = Descent.of(workload, parameters.values());
        batch = workload.features();
        classes = workload.labels();
        features = direct(batch.length * Float.BYTES);
        labels = direct(classes.length * Long.BYTES);
        featuresShape = new Shape(forward.graph().tensor(Network.INPUT).shape().toLongs());
        labelsShape = new Shape(classes.length, 1);
    }

    private static ByteBuffer direct(int bytes) {
        return ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
    }

    @Override
    public float step() {
        features.asFloatBuffer().put(batch);
        labels.asLongBuffer().put(classes);
        steps++;
        try (NDManager scope = manager.newSubManager()) {
            // Arrays over the buffers themselves: nothing is copied a second time.
            NDArray x = scope.create(features, featuresShape, DataType.FLOAT32);
            NDArray y = scope.create(labels, labelsShape, DataType.INT64);
            // A fresh leaf over the same memory has no gradient yet, so PyTorch hands its own over, and there is none to clear.
            Map<String, NDArray> leaves = new LinkedHashMap<>();
            parameters.forEach((name, parameter) -> leaves.put(name, leaf(parameter, scope)));
            NDArray loss;
            try (GradientCollector collector = engine.newGradientCollector()) {
                loss = forward.run(leaves, x).logSoftmax(1).gather(y, 1).mean().neg();
                collector.backward(loss);
            }
            int i = 0;
            for (NDArray leaf : new ArrayList<>(leaves.values())) {
                NDArray gradient = leaf.getGradient();
                gradient.attach(scope);
                descents.get(i++).update(steps, gradient);
            }
            return loss.getFloat();
        }
    }

    private static NDArray leaf(NDArray parameter, NDManager scope) {
        NDArray leaf = parameter.stopGradient();
        leaf.attach(scope);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    @Override
    public void close() {
        manager.close();
    }
}
