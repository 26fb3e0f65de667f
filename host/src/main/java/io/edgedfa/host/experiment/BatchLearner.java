package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.stream.SampleSource;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.stream.IntStream;

/** A training step compiled for one batch size, fed from a source of samples. */
final class BatchLearner implements AutoCloseable {

    private final int batch;
    private final Program program;
    private final float[] sample;

    /** @param step made by {@link TrainingStep#of} */
    BatchLearner(Graph step, int features, int batch, double learningRate, Engine engine, State state) {
        this.batch = batch;
        this.program = engine.compile(step, state);
        this.sample = new float[features];
        program.floats(TrainingStep.LEARNING_RATE).put(0, (float) learningRate);
    }

    /** The sizes of batches that a pass over a data set has: full ones, then what is left; those that occur. */
    static List<Integer> sizes(int samples, int batch) {
        return IntStream.of(samples >= batch ? batch : 0, samples % batch).filter(size -> size > 0).boxed().toList();
    }

    /** Samples per step. */
    int batch() {
        return batch;
    }

    /** Learns from the next samples of an endless source. @return their mean loss before the update */
    double step(SampleSource source) {
        FloatBuffer features = program.floats(TrainingStep.FEATURES);
        LongBuffer labels = program.longs(TrainingStep.LABELS);
        for (int row = 0; row < batch; row++) {
            labels.put(row, source.next(sample));
            features.put(row * sample.length, sample);
        }
        program.run();
        return program.floats(TrainingStep.LOSS).get(0);
    }

    @Override
    public void close() {
        program.close();
    }
}
