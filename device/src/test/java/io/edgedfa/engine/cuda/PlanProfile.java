package io.edgedfa.engine.cuda;

import io.edgedfa.engine.State;
import io.edgedfa.engine.cuda.lowering.Launch;
import io.edgedfa.engine.cuda.lowering.Lowering;
import io.edgedfa.engine.cuda.lowering.Plan;
import io.edgedfa.engine.cuda.lowering.Storage;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Shape;
import io.edgedfa.learning.SoftmaxCrossEntropy;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import io.edgedfa.network.Block;
import io.edgedfa.network.Network;
import io.edgedfa.network.layer.Flatten;
import io.edgedfa.network.layer.Layer;
import io.edgedfa.network.layer.MaxPool;
import io.edgedfa.network.layer.Tanh;
import io.edgedfa.network.weight.Convolution;
import io.edgedfa.network.weight.Dense;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * For developers, on a real card: where a training step's time goes, launch by launch, and how far each is from what it moves and
 * computes. {@code PlanProfile NET REPLICAS [tf32]}, NET one of fc1, fc2, conv1, conv2.
 */
public final class PlanProfile {
    private static final int REPEATS = 20;

    private PlanProfile() {}

    public static void main(String[] args) {
        int replicas = Integer.parseInt(args[1]);
        Network network = network(args[0]);
        List<Graph> graphs = IntStream.range(0, replicas).mapToObj(seed -> TrainingStep.of(network,
                Rules.named("fa", network, new SplittableRandom(seed)), new SoftmaxCrossEntropy(), Optimizer.named("adam"), 64)).toList();
        List<State> states = IntStream.range(0, replicas).mapToObj(seed -> new State(graphs.get(0).state())).toList();
        Plan plan = Lowering.plan(graphs);
        try (NvidiaCard card = new NvidiaCard(args.length > 2)) {
            System.out.println(card.describe());
            try (BoundPlan bound = new BoundPlan(card, graphs.get(0), plan, states, "")) {
                double sum = 0;
                for (int i = 0; i < plan.launches().size(); i++) {
                    double micros = micros(card, bound.launches().get(i));
                    sum += micros;
                    System.out.println(line(plan.launches().get(i), replicas, micros));
                }
                System.out.printf(Locale.ROOT, "%s, %d replicas: sum of launches %.1f us, whole step %.1f us, %.2f us per replica%n",
                        args[0], replicas, sum, micros(card, bound::launch), micros(card, bound::launch) / replicas);
            }
        }
    }

    private static Network network(String name) {
        if (name.startsWith("fc")) {
            List<Integer> sizes = new ArrayList<>(List.of(784));
            IntStream.range(0, name.charAt(2) - '0').forEach(i -> sizes.add(1000));
            sizes.add(10);
            return Network.dense(sizes, Layer.activation("tanh"), List.of());
        }
        List<Block> blocks = new ArrayList<>();
        boolean two = name.equals("conv2");
        blocks.add(new Block("block1", new Convolution(1, 32, 5, 1, 2),
                two ? List.of(new Tanh(), new MaxPool(2)) : List.of(new Tanh(), new MaxPool(2), new Flatten())));
        if (two) {
            blocks.add(new Block("block2", new Convolution(32, 64, 5, 1, 2), List.of(new Tanh(), new MaxPool(2), new Flatten())));
        }
        blocks.add(new Block("block3", new Dense(two ? 3136 : 6272, 1000), List.of(new Tanh())));
        blocks.add(new Block("block4", new Dense(1000, 10), List.of()));
        return new Network(Shape.of(1, 28, 28), blocks);
    }

    /** Of one of many repetitions in one recording. */
    private static double micros(NvidiaCard card, Runnable work) {
        try (Card.Recording recording = card.record(() -> IntStream.range(0, REPEATS).forEach(i -> work.run()))) {
            recording.play();
            card.synchronize();
            double best = Double.MAX_VALUE;
            for (int i = 0; i < 5; i++) {
                long start = System.nanoTime();
                recording.play();
                card.synchronize();
                best = Math.min(best, (System.nanoTime() - start) / 1e3 / REPEATS);
            }
            return best;
        }
    }

    private static String line(Launch launch, int replicas, double micros) {
        double bytes = launch.reads().stream().mapToLong(storage -> storage.bytes(replicas)).sum()
                + launch.writes().stream().mapToLong(storage -> storage.bytes(replicas)).sum();
        String what = launch instanceof Launch.Kernel kernel ? kernel.name() + " " + kernel.blocks() + " blocks -> "
                + kernel.writes().stream().map(Storage::name).sorted().limit(3).toList()
                : launch instanceof Launch.Product p ? "product m" + p.m() + " n" + p.n() + " k" + p.k() + (p.transA() ? " tA" : "")
                        + (p.transB() ? " tB" : "") + " x" + p.parts() * replicas
                : "copy";
        double operations = launch instanceof Launch.Product p ? 2.0 * p.m() * p.n() * p.k() * p.parts() * replicas : 0;
        return String.format(Locale.ROOT, "%9.1f us %7.0f GB/s %6.1f TFLOP/s  %s", micros, bytes / micros / 1e3, operations / micros / 1e6, what);
    }
}
