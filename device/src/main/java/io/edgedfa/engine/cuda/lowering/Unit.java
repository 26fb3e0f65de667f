package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A piece of work, before it is given its place: what it reads and what it makes. */
sealed interface Unit {

    Set<Storage> reads();

    List<Storage> makes();

    /** Whether it reads elements of a storage that others than the thread, or the product, that makes the same element make. */
    boolean readsElsewhere(Storage storage);

    /** A stored tensor whose elements are computed by its formula. */
    record Root(Tensor tensor, Storage storage) {}

    /**
     * Elements made one by one; those of several tensors with the same number of elements by the same thread.
     *
     * @param loops whether there are loops
     */
    record Points(List<Root> roots, int elements, Set<Storage> reads, Set<Storage> elsewhere, boolean loops) implements Unit {

        static Points of(Tensor tensor, Placement placement) {
            Reading reading = new Reading(placement);
            reading.make(tensor);
            Storage storage = placement.storage(tensor);
            return new Points(List.of(new Root(tensor, storage)), storage.elements(), reading.reads(), reading.readsElsewhere(),
                    reading.text().loops());
        }

        /** Both in one; {@code later} may read what this makes, element by element. */
        Points with(Points later) {
            List<Root> all = new ArrayList<>(roots);
            all.addAll(later.roots);
            Set<Storage> read = new LinkedHashSet<>(reads);
            read.addAll(later.reads);
            read.removeAll(makes());
            Set<Storage> far = new HashSet<>(elsewhere);
            far.addAll(later.elsewhere);
            return new Points(all, elements, read, far, loops || later.loops);
        }

        @Override
        public List<Storage> makes() {
            return roots.stream().map(Root::storage).toList();
        }

        @Override
        public boolean readsElsewhere(Storage storage) {
            return elements > 1 && elsewhere.contains(storage);
        }
    }

    /** A sum of many terms, each by a whole block. */
    record LongSum(Tensor tensor, Storage storage, Sum sum, Set<Storage> reads) implements Unit {

        static LongSum of(Tensor tensor, Sum sum, Placement placement) {
            Reading reading = new Reading(placement);
            sum.term(reading, "o", "k");
            return new LongSum(tensor, placement.storage(tensor), sum, reading.reads());
        }

        @Override
        public List<Storage> makes() {
            return List.of(storage);
        }

        @Override
        public boolean readsElsewhere(Storage storage) {
            return reads.contains(storage);
        }
    }

    /** See {@link Launch.Product}. @param base what is added {@code beta} times; null for nothing */
    record Product(Storage a, Storage b, Storage out, boolean transA, boolean transB, int m, int n, int k, int parts, float alpha,
            Storage base, float beta) implements Unit {
        @Override
        public Set<Storage> reads() {
            Set<Storage> reads = new LinkedHashSet<>(List.of(a));
            reads.add(b);
            if (base != null) {
                reads.add(base);
            }
            return reads;
        }

        @Override
        public List<Storage> makes() {
            return List.of(out);
        }

        @Override
        public boolean readsElsewhere(Storage storage) {
            return storage == a || storage == b;
        }
    }
}
