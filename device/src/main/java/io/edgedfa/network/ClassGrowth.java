package io.edgedfa.network;

import io.edgedfa.graph.Shape;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * More classes for a network that ends in a dense layer, without losing what it knows. A new unit starts as the mean of the
 * units that are there: its output is the mean of theirs and so never the largest, and no prediction changes until it learns.
 */
public final class ClassGrowth {
    /** A limit, as everything needs one. */
    public static final int MAX_CLASSES = 65_536;

    private final Network before;
    private final Network after;

    /**
     * @param classes at least as many as the network has
     * @throws IllegalArgumentException starting with {@code classes} for fewer, or a network that does not end in a dense layer
     */
    public ClassGrowth(Network network, int classes) {
        if (classes < network.classes() || classes > MAX_CLASSES) {
            throw new IllegalArgumentException("classes = " + classes + ", allowed: " + network.classes() + " (those of the model) to " + MAX_CLASSES);
        }
        List<Block> blocks = new ArrayList<>(network.blocks());
        Block last = blocks.remove(blocks.size() - 1);
        if (!(last.weighted() instanceof Dense dense)) {
            throw new IllegalArgumentException("classes = " + classes + ", allowed: only for a model that ends in a dense layer");
        }
        blocks.add(new Block(last.name(), new Dense(dense.inputs(), classes), last.after(), last.source()));
        this.before = network;
        this.after = new Network(network.input(), network.body(), blocks);
    }

    /** The larger network. */
    public Network network() {
        return after;
    }

    /** Its parameters. @param parameters of the smaller one, not changed */
    public Parameters parameters(Parameters parameters) {
        Block last = before.blocks().get(before.blocks().size() - 1);
        Map<String, float[]> grown = new LinkedHashMap<>(parameters.values());
        for (String name : List.of(last.weight(), last.bias())) {
            grown.put(name, wider(parameters.values().get(name), before.parameterShapes().get(name)));
        }
        return new Parameters(grown);
    }

    /** Rows with more columns, the new ones the mean of the others. */
    private float[] wider(float[] values, Shape shape) {
        int columns = before.classes();
        int wanted = after.classes();
        int rows = shape.elements() / columns;
        float[] wider = new float[rows * wanted];
        for (int row = 0; row < rows; row++) {
            double sum = 0;
            for (int column = 0; column < columns; column++) {
                float value = values[row * columns + column];
                wider[row * wanted + column] = value;
                sum += value;
            }
            for (int column = columns; column < wanted; column++) {
                wider[row * wanted + column] = (float) (sum / columns);
            }
        }
        return wider;
    }
}
