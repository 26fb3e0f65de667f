package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.engine.EngineException;
import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Node;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import io.edgedfa.graph.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Makes a {@link Plan} of graphs. */
public final class Lowering {
    /** Sums of up to so many terms are one thread's work. */
    private static final int SHORT_SUM = 32;
    /** The same where neighbouring threads read neighbouring elements and there are enough of them. */
    private static final int SHORT_COLUMN = 256;
    private static final int ENOUGH_COLUMNS = 128;

    /** Products with an inner size from here on may be cut along it. */
    private static final int LONG_PRODUCT = 2048;
    private static final int SHORTEST_PART = 256;
    /** Blocks of 64 x 64 results that keep a large card busy: twice the multiprocessors of the largest. */
    private static final int BUSY_BLOCKS = 264;
    private static final int BLOCK_SIDE = 64;

    private final Graph graph;
    private final int replicas;
    private final Placement placement;
    private final List<Unit> units = new ArrayList<>();

    private Lowering(List<Graph> graphs) {
        this.graph = graphs.get(0);
        this.replicas = graphs.size();
        this.placement = new Placement(graphs);
        graph.nodes().forEach(this::lower);
    }

    /**
     * The plan of one graph for each replica.
     *
     * @param replicas at least one; alike but for the values of their constants, all shapes static
     * @throws EngineException when they are not alike, or have nodes that no card can run
     */
    public static Plan plan(List<Graph> replicas) {
        Graph first = replicas.get(0);
        for (Graph other : replicas) {
            boolean alike = other.inputs().equals(first.inputs()) && other.state().equals(first.state())
                    && other.outputs().equals(first.outputs()) && other.nodes().equals(first.nodes())
                    && other.updates().equals(first.updates()) && other.constants().keySet().equals(first.constants().keySet());
            if (!alike) {
                throw new EngineException("replicas of graph " + first.name() + " differ in more than the values of constants");
            }
        }
        Lowering lowering = new Lowering(replicas);
        return new Schedule(first, replicas.size(), lowering.placement, lowering.units).plan(lowering.tensors());
    }

    private Map<String, Storage> tensors() {
        Map<String, Storage> tensors = new LinkedHashMap<>();
        graph.inputs().forEach(tensor -> tensors.put(tensor.name(), placement.storage(tensor)));
        graph.state().forEach(tensor -> tensors.put(tensor.name(), placement.storage(tensor)));
        graph.outputs().stream().filter(tensor -> !graph.updates().containsValue(tensor))
                .forEach(tensor -> tensors.put(tensor.name(), placement.storage(tensor)));
        return tensors;
    }

    private void lower(Node node) {
        switch (node.operator()) {
            case GEMM -> gemm(node);
            case MATMUL -> matmul(node);
            case CONV -> convolution(node);
            case CONV_TRANSPOSE -> transposedConvolution(node);
            case REDUCE_SUM -> sum(node);
            default -> point(node.output());
        }
    }

    /** Has a stored tensor made element by element. */
    private void point(Tensor tensor) {
        if (placement.storage(tensor) != null && !placement.isAlias(tensor)) {
            units.add(Unit.Points.of(tensor, placement));
        }
    }

    private void sum(Node node) {
        Sum sum = Sum.of(node);
        boolean columns = sum.keepsTheLastAxis() && sum.length() <= SHORT_COLUMN && node.output().shape().elements() >= ENOUGH_COLUMNS;
        if (sum.length() <= SHORT_SUM || columns) {
            point(node.output());
        } else {
            units.add(Unit.LongSum.of(node.output(), sum, placement));
        }
    }

    private void matmul(Node node) {
        Shape a = node.inputs().get(0).shape();
        Shape b = node.inputs().get(1).shape();
        int parts = a.rank() == 3 ? a.size(0) : 1;
        Storage left = placement.matrix(node.inputs().get(0));
        Storage right = placement.matrix(node.inputs().get(1));
        if (parts > 1) {
            // Many products of many replicas are one run of equal steps through memory only if each replica has its own.
            left = own(node.inputs().get(0), left);
            right = own(node.inputs().get(1), right);
        }
        product(left, right, node.output(), false, false, a.size(-2), b.size(-1), a.size(-1), parts, 1, null, 0);
    }

    /** A shared storage's values once for each replica. */
    private Storage own(Tensor tensor, Storage storage) {
        if (!storage.shared()) {
            return storage;
        }
        Tensor copy = new Tensor(tensor.name() + ".each", tensor.type(), tensor.shape());
        Storage each = placement.extra(copy, (in, index) -> in.load(storage, index));
        point(copy);
        return each;
    }

    private void gemm(Node node) {
        Shape out = node.output().shape();
        boolean transA = node.integer("transA", 0) == 1;
        boolean transB = node.integer("transB", 0) == 1;
        float alpha = (Float) node.attributes().getOrDefault("alpha", 1f);
        float beta = (Float) node.attributes().getOrDefault("beta", 1f);
        Tensor left = node.inputs().get(0);
        Storage a = placement.matrix(left);
        Storage b = placement.matrix(node.inputs().get(1));
        int k = left.shape().size(transA ? 0 : 1);
        if (node.inputs().size() == 2) {
            product(a, b, node.output(), transA, transB, out.size(0), out.size(1), k, 1, alpha, null, 0);
            return;
        }
        Tensor added = node.inputs().get(2);
        if (node.output().equals(graph.updates().get(added))) {
            // Gradient descent: the product is added to the weight itself.
            product(a, b, node.output(), transA, transB, out.size(0), out.size(1), k, 1, alpha, placement.matrix(added), beta);
            return;
        }
        boolean transposed = placement.isReadTransposed(node.output());
        int m = out.size(0);
        int n = out.size(1);
        Tensor product = Placement.tensor(node.output().name() + ".product", transposed ? n : m, transposed ? m : n);
        placement.extra(product, null);
        if (transposed) {
            product(b, a, product, !transB, !transA, n, m, k, 1, alpha, null, 0);
        } else {
            product(a, b, product, transA, transB, m, n, k, 1, alpha, null, 0);
        }
        placement.define(node.output(), (in, index) -> {
            String value = in.value(product, transposed ? Strides.project(in.text(), index, new int[] {m, n}, new int[] {1, m}) : index);
            String more = Formulas.operand(in, added, out, index);
            return in.text().declare("float", value + " + " + (beta == 1 ? more : Formulas.literal(beta) + " * " + more));
        });
        point(node.output());
    }

    /**
     * A product; cut along its inner size where it is long and gives little: its parts are products of their own, summed in order.
     *
     * @param base what is added {@code beta} times; null for nothing
     */
    private void product(Storage a, Storage b, Tensor out, boolean transA, boolean transB, int m, int n, int k, int count, float alpha,
            Storage base, float beta) {
        int cuts = transA && !transB && count == 1 && base == null && !a.shared() && !b.shared() ? cuts(m, n, k) : 1;
        if (cuts == 1) {
            units.add(new Unit.Product(a, b, placement.matrix(out), transA, transB, m, n, k, count, alpha, base, beta));
            return;
        }
        Tensor parts = Placement.tensor(out.name() + ".parts", cuts, m, n);
        units.add(new Unit.Product(a, b, placement.extra(parts, null), true, false, m, n, k / cuts, cuts, alpha, null, 0));
        placement.define(out, (in, index) -> {
            String total = in.text().declare("float", "0.0f");
            in.text().open("for (unsigned k = 0; k < " + cuts + "u; ++k)");
            in.text().line(total + " += " + in.value(parts, in.text().index("k * " + m * n + "u + " + index)) + ";");
            in.text().close();
            return total;
        });
        point(out);
    }

    /** The least divisor of {@code k} that gives the card enough blocks to do; 1 for not to cut. */
    private int cuts(int m, int n, int k) {
        long blocks = (long) Grid.cover(m, BLOCK_SIDE) * Grid.cover(n, BLOCK_SIDE) * replicas;
        // A product of a single block keeps only a part of it busy.
        long wanted = m * n <= BLOCK_SIDE * BLOCK_SIDE ? 4L * BUSY_BLOCKS : BUSY_BLOCKS;
        if (k < LONG_PRODUCT || blocks >= wanted) {
            return 1;
        }
        int best = 1;
        for (int cuts = 2; cuts <= k / SHORTEST_PART && best * blocks < wanted; cuts++) {
            best = k % cuts == 0 ? cuts : best;
        }
        return best;
    }

    private void convolution(Node node) {
        Tensor x = node.inputs().get(0);
        Tensor weight = node.inputs().get(1);
        Shape out = node.output().shape();
        if (node.integer("group", 1) > 1) {
            placement.define(node.output(), Formulas.of(node, placement));
            point(node.output());
            return;
        }
        int positions = out.size(0) * out.size(2) * out.size(3);
        int width = weight.shape().elements() / out.size(1);
        Tensor patches = Placement.tensor(node.output().name() + ".patches", positions, width);
        placement.extra(patches, WindowFormulas.patches(x, Window.of(node)));
        point(patches);
        // Channel by channel, so that neighbouring pixels are neighbours in the product, too.
        Tensor product = Placement.tensor(node.output().name() + ".product", out.size(1), positions);
        placement.extra(product, null);
        product(placement.matrix(weight), placement.storage(patches), product, false, true, out.size(1), positions, width, 1, 1, null, 0);
        int[] strides = {out.size(2) * out.size(3), positions, out.size(3), 1};
        placement.define(node.output(), (in, index) -> {
            String value = in.value(product, Strides.project(in.text(), index, Strides.sizes(out), strides));
            if (node.inputs().size() < 3) {
                return value;
            }
            int plane = out.size(2) * out.size(3);
            String channel = in.text().index(in.text().index(index + " / " + plane + "u") + " % " + out.size(1) + "u");
            return in.text().declare("float", value + " + " + in.value(node.inputs().get(2), channel));
        });
        point(node.output());
    }

    private void transposedConvolution(Node node) {
        Tensor x = node.inputs().get(0);
        Tensor weight = node.inputs().get(1);
        if (node.integer("group", 1) > 1) {
            placement.define(node.output(), Formulas.of(node, placement));
            point(node.output());
            return;
        }
        Shape from = x.shape();
        int positions = from.size(0) * from.size(2) * from.size(3);
        int width = weight.shape().elements() / from.size(1);
        // Channel by channel, as in a convolution.
        Tensor rows = Placement.tensor(node.output().name() + ".rows", from.size(1), positions);
        Shape channelFirst = Shape.of(from.size(1), from.size(0), from.size(2), from.size(3));
        int plane = from.size(2) * from.size(3);
        int[] strides = {plane, plane * from.size(1), from.size(3), 1};
        placement.extra(rows, (in, index) -> in.value(x, Strides.project(in.text(), index, Strides.sizes(channelFirst), strides)));
        point(rows);
        Tensor columns = Placement.tensor(node.output().name() + ".columns", width, positions);
        placement.extra(columns, null);
        product(placement.matrix(weight), placement.storage(rows), columns, true, false, width, positions, from.size(1), 1, 1, null, 0);
        Tensor bias = node.inputs().size() == 3 ? node.inputs().get(2) : null;
        placement.define(node.output(), WindowFormulas.folded(columns, bias, Window.of(node), from, node.output().shape()));
        point(node.output());
    }
}
