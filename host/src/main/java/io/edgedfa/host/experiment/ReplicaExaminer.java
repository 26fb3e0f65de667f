package io.edgedfa.host.experiment;

import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.ReplicaProgram;
import io.edgedfa.engine.State;
import io.edgedfa.engine.Table;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.network.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Judges replicas of a network on a whole data set, with the weights of their states. */
final class ReplicaExaminer implements AutoCloseable {
    private static final int BATCH = 500;

    private final int samples;
    private final int replicas;
    private final List<Integer> batches;
    private final List<ReplicaProgram> programs = new ArrayList<>();

    ReplicaExaminer(ReplicaEngine engine, Network network, List<State> states, Table features, Table labels) {
        samples = features.rows();
        replicas = states.size();
        batches = BatchLearner.sizes(samples, BATCH);
        try {
            for (int batch : batches) {
                ReplicaProgram program = engine.compile(Collections.nCopies(replicas, Examination.of(network, batch)), states);
                programs.add(program);
                program.feed(TrainingStep.FEATURES, features);
                program.feed(TrainingStep.LABELS, labels);
            }
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Share of wrong answers in percent, for each replica; NaN where an answer is not finite. */
    double[] errorPercent() {
        double[] right = new double[replicas];
        int from = 0;
        for (int i = 0; i < programs.size(); i++) {
            int runs = (samples - from) / batches.get(i);
            int end = from + runs * batches.get(i);
            programs.get(i).run(runs, IntStream.range(from, end).toArray());
            float[][] correct = programs.get(i).outputs(TrainingStep.CORRECT);
            float[][] zero = programs.get(i).outputs(Examination.ZERO);
            for (int replica = 0; replica < replicas; replica++) {
                for (int run = 0; run < runs; run++) {
                    right[replica] += correct[replica][run] + zero[replica][run];
                }
            }
            from = end;
        }
        return Arrays.stream(right).map(count -> 100.0 * (samples - count) / samples).toArray();
    }

    @Override
    public void close() {
        programs.forEach(ReplicaProgram::close);
    }
}
