package io.edgedfa.host.experiment.study;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Tensor;
import io.edgedfa.host.data.TrainTestSplit;
import io.edgedfa.host.experiment.Nets;
import io.edgedfa.host.experiment.TrainSettings;
import io.edgedfa.host.experiment.report.Bytes;
import io.edgedfa.learning.Loss;
import io.edgedfa.learning.TrainingStep;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Backpropagation;
import io.edgedfa.network.Network;
import io.edgedfa.stream.Dataset;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * About how much memory a training run takes, found out without taking it. An estimate from above: every state tensor counts
 * with two buffers and feedback as if every block had a matrix as large as its weights.
 *
 * @param what     the net and its batch, for the message
 * @param state    weights and the optimizer's state, twice; native memory
 * @param feedback fixed matrices; once on the heap, once native
 * @param working  activations, deltas and gradients alive at the same time in the step or in judging; native memory
 */
public record MemoryNeed(String what, long state, long feedback, long working) {

    private static final int JUDGING_BATCH = 250;

    /**
     * How much memory there is, in bytes.
     *
     * @param available what the system can still give, heap and native together
     * @param direct    what Java allows for buffers outside the heap
     */
    public record Free(long available, long direct) {

        private static final Path LINUX = Path.of("/proc/meminfo");

        /** Of this process, now. */
        public static Free now() {
            // Unless told otherwise, Java allows as much for direct buffers as for the heap.
            return new Free(available(LINUX), Runtime.getRuntime().maxMemory());
        }

        /** {@code MemAvailable}; {@link Long#MAX_VALUE}, so that nothing is refused, where the system does not tell. */
        static long available(Path meminfo) {
            try (Stream<String> lines = Files.lines(meminfo)) {
                return lines.filter(line -> line.matches("MemAvailable:\\s+\\d{1,15} kB"))
                        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).findFirst().orElse(Long.MAX_VALUE);
            } catch (IOException e) {
                return Long.MAX_VALUE;
            }
        }
    }

    static Network network(TrainSettings settings, TrainTestSplit data) {
        Dataset train = data.train();
        return Nets.parse(settings.net(), train.features(), train.classes(), settings.activation(), Loss.named(settings.loss()));
    }

    /** @throws IllegalArgumentException starting with {@code net} if the network does not fit the data */
    public static MemoryNeed of(TrainSettings settings, TrainTestSplit data) {
        Network network = network(settings, data);
        // Backpropagation has no matrices of its own, so its graph costs nothing to build.
        Graph step = TrainingStep.of(network, new Backpropagation(), Loss.named(settings.loss()),
                Optimizer.named(settings.optimizer()), settings.batch());
        long state = 2 * step.state().stream().mapToLong(MemoryNeed::bytes).sum();
        long feedback = settings.rule().equals(Backpropagation.NAME) ? 0
                : network.parameterShapes().values().stream().mapToLong(shape -> 4L * shape.elements()).sum();
        return new MemoryNeed("net '" + settings.net() + "' with batch " + settings.batch(), state, feedback,
                Math.max(peak(step), peak(network.inference(JUDGING_BATCH))));
    }

    /** Of a step that has no feedback. @param what for the message */
    public static MemoryNeed of(String what, Graph step) {
        return new MemoryNeed(what, 2 * step.state().stream().mapToLong(MemoryNeed::bytes).sum(), 0, peak(step));
    }

    /** The largest sum of tensors that nodes made and later nodes still read. */
    private static long peak(Graph graph) {
        Map<Tensor, Integer> lastUse = new HashMap<>();
        for (int i = 0; i < graph.nodes().size(); i++) {
            for (Tensor input : graph.nodes().get(i).inputs()) {
                lastUse.put(input, i);
            }
        }
        Set<Tensor> made = new HashSet<>();
        long alive = 0;
        long peak = 0;
        for (int i = 0; i < graph.nodes().size(); i++) {
            Node node = graph.nodes().get(i);
            made.add(node.output());
            alive += bytes(node.output());
            peak = Math.max(peak, alive);
            for (Tensor input : new HashSet<>(node.inputs())) {
                if (lastUse.get(input) == i && made.contains(input)) {
                    alive -= bytes(input);
                }
            }
        }
        return peak;
    }

    private static long bytes(Tensor tensor) {
        return (long) tensor.shape().elements() * (tensor.type() == ElementType.INT64 ? Long.BYTES : Float.BYTES);
    }

    /** Native memory and heap together, in bytes. */
    public long total() {
        return state + 2 * feedback + working;
    }

    /** How many runs at the same time fit, at least 1. */
    int fitting(Free there) {
        return (int) Math.max(1, Math.min(there.available() / total(), there.direct() / Math.max(1, state)));
    }

    /**
     * Refuses what cannot fit.
     *
     * @param parallel runs at a time
     * @param there    see {@link Free#now}
     * @throws IllegalArgumentException saying how much is needed and how much there is
     */
    public void check(int parallel, Free there) {
        if (total() * parallel > there.available() || state * parallel > there.direct()) {
            boolean machine = total() * parallel > there.available();
            throw new IllegalArgumentException("%s needs about %s for %d %s at a time (state %s, feedback %s, working memory %s each), there"
                    .formatted(what, Bytes.text(machine ? total() * parallel : state * parallel), parallel, parallel == 1 ? "run" : "runs",
                            Bytes.text(state), Bytes.text(2 * feedback), Bytes.text(working))
                    + (machine ? " is " + Bytes.text(there.available()) + " free"
                            : " is " + Bytes.text(there.direct()) + " for state; give Java more with -Xmx")
                    + (parallel > 1 ? ", or try a smaller --parallel" : ""));
        }
    }
}
