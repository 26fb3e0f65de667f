package io.edgedfa.host.experiment;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.Program;
import io.edgedfa.engine.State;
import io.edgedfa.learning.Alignment;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.rule.LearningRule;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.stream.Dataset;
import java.util.List;

/** Measures how far a rule's deltas are from backpropagation's, always on the same samples: the first of the training set. */
final class AngleMeter implements AutoCloseable {

    private static final int MOST_SAMPLES = 100;

    private final List<Block> hidden;
    private final Program program;

    /** Compile after every program that updates the state, see {@link State#separate}. */
    AngleMeter(Network network, LearningRule rule, Loss loss, Dataset data, Engine engine, State state) {
        int samples = samples(data);
        hidden = network.blocks().subList(0, network.blocks().size() - 1);
        program = engine.compile(Alignment.of(network, rule, loss, samples), state);
        float[] sample = new float[network.inputs()];
        for (int row = 0; row < samples; row++) {
            data.copyFeatures(row, sample, 0);
            program.floats(TrainingStep.FEATURES).put(row * sample.length, sample);
            program.longs(TrainingStep.LABELS).put(row, data.label(row));
        }
    }

    /** How many of the first samples are measured on. */
    static int samples(Dataset data) {
        return Math.min(MOST_SAMPLES, data.size());
    }

    /** With the state's weights as they are now: one angle per hidden block, the mean over the samples. */
    List<Double> degrees() {
        program.run();
        return hidden.stream().map(block -> (double) program.floats(Alignment.output(block)).get(0)).toList();
    }

    @Override
    public void close() {
        program.close();
    }
}
