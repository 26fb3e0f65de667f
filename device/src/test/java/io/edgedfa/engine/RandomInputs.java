package io.edgedfa.engine;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** A graph under construction whose inputs get random values as they are declared; the same for the same seed. */
final class RandomInputs {
    private final GraphBuilder graph = new GraphBuilder("case");
    private final SplittableRandom random;
    private final Map<String, float[]> floats = new LinkedHashMap<>();
    private final Map<String, long[]> longs = new LinkedHashMap<>();

    RandomInputs(long seed) {
        random = new SplittableRandom(seed);
    }

    GraphBuilder graph() {
        return graph;
    }

    /** A FLOAT input with values from -2 to 2. */
    Tensor floats(int... shape) {
        return within(-2, 2, shape);
    }

    /** A FLOAT input with values from {@code least} to {@code most}. */
    Tensor within(double least, double most, int... shape) {
        Tensor tensor = graph.input("x" + floats.size(), ElementType.FLOAT, Shape.of(shape));
        float[] values = new float[tensor.shape().elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(least, most);
        }
        floats.put(tensor.name(), values);
        return tensor;
    }

    /** An INT64 input with values from 0 to {@code bound - 1}. */
    Tensor longs(int bound, int... shape) {
        Tensor tensor = graph.input("n" + longs.size(), ElementType.INT64, Shape.of(shape));
        longs.put(tensor.name(), random.longs(tensor.shape().elements(), 0, bound).toArray());
        return tensor;
    }

    /** Runs a finished graph on these inputs. @return the values of its output {@code y} */
    float[] run(Engine engine, Graph finished) {
        try (Program program = engine.compile(finished, new State(finished.state()))) {
            floats.forEach((name, values) -> program.floats(name).put(0, values));
            longs.forEach((name, values) -> program.longs(name).put(0, values));
            // Twice: the second run finds what the first one left in its memory.
            program.run();
            program.run();
            if (finished.tensor("y").type() == ElementType.INT64) {
                float[] y = new float[program.longs("y").capacity()];
                for (int i = 0; i < y.length; i++) {
                    y[i] = program.longs("y").get(i);
                }
                return y;
            }
            float[] y = new float[program.floats("y").capacity()];
            program.floats("y").get(0, y);
            return y;
        }
    }
}
