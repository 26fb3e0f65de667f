package io.edgedfa.host.experiment;

import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.graph.Graph;
import io.edgedfa.learning.TrainingStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Training steps of replicas, compiled for the batch sizes that an epoch has. */
final class ReplicaLearner implements AutoCloseable {
    private final int samples;
    private final List<Integer> batches;
    private final List<ReplicaProgram> programs = new ArrayList<>();

    /**
     * Compiles.
     *
     * @param batches sizes that occur, see {@link BatchLearner#sizes}
     * @param steps   for each size a step of each replica, made by {@link TrainingStep#of}
     * @param rates   learning rate of each replica
     */
    ReplicaLearner(ReplicaEngine engine, List<Integer> batches, List<List<Graph>> steps, List<State> states, float[] rates,
            Table features, Table labels) {
        this.samples = features.rows();
        this.batches = batches;
        try {
            for (List<Graph> step : steps) {
                ReplicaProgram program = engine.compile(step, states);
                programs.add(program);
                program.set(TrainingStep.LEARNING_RATE, rates);
                program.feed(TrainingStep.FEATURES, features);
                program.feed(TrainingStep.LABELS, labels);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Steps of an epoch. */
    int steps() {
        return samples / batches.get(0) + batches.size() - 1;
    }

    /** Samples of a step, counted from 0. */
    int samples(int step) {
        return step < samples / batches.get(0) ? batches.get(0) : batches.get(batches.size() - 1);
    }

    /** One epoch. @param orders of the samples, one for each replica @return loss of each replica's steps, {@code [replica][step]} */
    float[][] learn(int[][] orders) {
        float[][] losses = new float[orders.length][steps()];
        int from = 0;
        int step = 0;
        for (int i = 0; i < programs.size(); i++) {
            int runs = (samples - from) / batches.get(i);
            int begin = from;
            int end = from + runs * batches.get(i);
            programs.get(i).run(runs, Arrays.stream(orders).map(order -> Arrays.copyOfRange(order, begin, end)).toArray(int[][]::new));
            float[][] noted = programs.get(i).outputs(TrainingStep.LOSS);
            for (int replica = 0; replica < orders.length; replica++) {
                System.arraycopy(noted[replica], 0, losses[replica], step, runs);
            }
            from = end;
            step += runs;
        }
        return losses;
    }

    @Override
    public void close() {
        programs.forEach(ReplicaProgram::close);
    }
}
