package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.network.Network;
import io.edgedfa.stream.Dataset;
import java.nio.FloatBuffer;

/** Judges a network on a whole data set, with the weights of a shared state. */
final class Examiner implements AutoCloseable {

    private static final int BATCH = 250;

    private final Dataset data;
    private final int classes;
    private final Program program;
    private final float[] sample;

    /** Compile after every program that updates the state, see {@link State#separate}. */
    Examiner(Network network, Dataset data, Engine engine, State state) {
        this.data = data;
        this.classes = network.classes();
        this.program = engine.compile(network.inference(BATCH), state);
        this.sample = new float[network.inputs()];
    }

    /** Share of samples whose largest output is not their label's, in percent; NaN if any output is not a finite number. */
    double errorPercent() {
        int wrong = 0;
        for (int start = 0; start < data.size(); start += BATCH) {
            // Rows past the end keep older samples; they are computed and not counted.
            int count = Math.min(BATCH, data.size() - start);
            FloatBuffer input = program.floats(Network.INPUT);
            for (int row = 0; row < count; row++) {
                data.copyFeatures(start + row, sample, 0);
                input.put(row * sample.length, sample);
            }
            program.run();
            for (int row = 0; row < count; row++) {
                int answer = largest(program.floats(Network.OUTPUT), row * classes);
                if (answer < 0) {
                    return Double.NaN;
                }
                wrong += answer == data.label(start + row) ? 0 : 1;
            }
        }
        return 100.0 * wrong / data.size();
    }

    /** Class with the largest of the outputs from {@code offset} on, the first one of equals; -1 if one is not finite. */
    private int largest(FloatBuffer outputs, int offset) {
        int largest = 0;
        for (int i = 0; i < classes; i++) {
            float output = outputs.get(offset + i);
            if (!Float.isFinite(output)) {
                return -1;
            }
            largest = output > outputs.get(offset + largest) ? i : largest;
        }
        return largest;
    }

    @Override
    public void close() {
        program.close();
    }
}
