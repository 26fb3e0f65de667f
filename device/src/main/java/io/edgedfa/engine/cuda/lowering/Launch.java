package io.edgedfa.engine.cuda.lowering;

import java.util.List;
import java.util.Set;

/** One thing the card is told to do. */
public sealed interface Launch {

    /** What it reads. */
    Set<Storage> reads();

    /** What it writes. */
    Set<Storage> writes();

    /**
     * A kernel of the plan's text on a grid {@code [replicas][blocks]}.
     *
     * @param arguments addresses it takes, in order
     */
    record Kernel(String name, List<Storage> arguments, int blocks, int threads, Set<Storage> reads, Set<Storage> writes) implements Launch {}

    /**
     * A matrix product of cuBLAS for each replica, {@code out [m, n] = alpha * op(a) op(b) + beta * out}.
     *
     * @param parts products of each replica, one after the other in memory, all alike
     * @param k     inner size of each part
     */
    record Product(Storage a, Storage b, Storage out, boolean transA, boolean transB, int m, int n, int k, int parts, float alpha,
            float beta) implements Launch {
        @Override
        public Set<Storage> reads() {
            return beta == 0 ? Set.copyOf(List.of(a, b).stream().distinct().toList())
                    : Set.copyOf(List.of(a, b, out).stream().distinct().toList());
        }

        @Override
        public Set<Storage> writes() {
            return Set.of(out);
        }
    }

    /** A copy of all replicas' values. */
    record Copy(Storage from, Storage to) implements Launch {
        @Override
        public Set<Storage> reads() {
            return Set.of(from);
        }

        @Override
        public Set<Storage> writes() {
            return Set.of(to);
        }
    }
}
