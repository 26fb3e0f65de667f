package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Graph;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Puts units of work in order, merges what can run as one, and finds their memory. Updates of state come last, so that nearly
 * always nobody reads the old value any more and the new one is written over it.
 */
final class Schedule {
    /** Tensors that one thread makes an element of each, at most: each holds registers. */
    private static final int MOST_ROOTS = 12;
    private static final int MOST_SECTIONS = 24;
    private static final int ALIGNMENT = 256;

    private final int replicas;
    private final Placement placement;
    /** Where each state's next value is made, with the state's own storage. */
    private final Map<Storage, Storage> updates = new LinkedHashMap<>();
    private final List<Unit> order;
    private final StringBuilder source = new StringBuilder();
    private final List<Launch> launches = new ArrayList<>();
    private int kernels;

    Schedule(Graph graph, int replicas, Placement placement, List<Unit> units) {
        this.replicas = replicas;
        this.placement = placement;
        graph.updates().forEach((state, next) -> updates.put(placement.storage(next), placement.storage(state)));
        this.order = merged(ordered(units));
    }

    Plan plan(Map<String, Storage> tensors) {
        List<Launch> copies = new ArrayList<>();
        updates.forEach((next, state) -> {
            if (canOverwrite(next, state)) {
                placement.overwrite(next, state);
            } else {
                copies.add(new Launch.Copy(next, state));
            }
        });
        for (int i = 0; i < order.size(); i++) {
            Unit unit = order.get(i);
            if (unit instanceof Unit.LongSum sum) {
                longSum(sum);
            } else if (unit instanceof Unit.Product product) {
                product(product);
            } else {
                i += points(i) - 1;
            }
        }
        launches.addAll(copies);
        Map<Storage, Long> offsets = new LinkedHashMap<>();
        long scratch = arrange(offsets);
        return new Plan(replicas, source.toString(), List.copyOf(launches), tensors, placement.constants(), offsets, scratch);
    }

    /** Each after what it reads, updates as late as that allows, otherwise as they came. */
    private List<Unit> ordered(List<Unit> units) {
        Set<Storage> missing = new HashSet<>();
        units.forEach(unit -> missing.addAll(unit.makes()));
        List<Unit> waiting = new ArrayList<>(units);
        List<Unit> ordered = new ArrayList<>();
        while (!waiting.isEmpty()) {
            List<Unit> ready = waiting.stream().filter(unit -> Collections.disjoint(unit.reads(), missing)).toList();
            Unit next = ready.stream().filter(unit -> !updates.keySet().containsAll(unit.makes())).findFirst().orElse(ready.get(0));
            ordered.add(next);
            waiting.remove(next);
            missing.removeAll(next.makes());
        }
        return ordered;
    }

    /** Element-wise units joined with earlier ones over as many elements. */
    private List<Unit> merged(List<Unit> units) {
        List<Unit> result = new ArrayList<>();
        for (Unit unit : units) {
            int host = unit instanceof Unit.Points points ? host(points, result) : -1;
            if (host < 0) {
                result.add(unit);
            } else {
                result.set(host, ((Unit.Points) result.get(host)).with((Unit.Points) unit));
            }
        }
        return result;
    }

    /** The latest place that a unit can join; -1 for none. */
    private int host(Unit.Points unit, List<Unit> placed) {
        Set<Storage> states = new HashSet<>();
        unit.makes().stream().filter(updates::containsKey).forEach(storage -> states.add(updates.get(storage)));
        for (int i = placed.size() - 1; i >= 0; i--) {
            Unit there = placed.get(i);
            boolean needed = !Collections.disjoint(there.makes(), unit.reads());
            if (there instanceof Unit.Points points && joins(points, unit, states)) {
                return i;
            }
            // Past what it needs it cannot go, and not past who still reads the value that it may write over.
            if (needed || !Collections.disjoint(there.reads(), states)) {
                return -1;
            }
        }
        return -1;
    }

    private boolean joins(Unit.Points there, Unit.Points unit, Set<Storage> states) {
        return there.elements() == unit.elements() && there.roots().size() + unit.roots().size() <= MOST_ROOTS
                && there.makes().stream().noneMatch(unit::readsElsewhere)
                && states.stream().noneMatch(there::readsElsewhere)
                && there.makes().stream().map(updates::get).noneMatch(unit::readsElsewhere);
    }

    /** Whether the next value can be written over the state: nobody reads the old one later, and its maker element by element. */
    private boolean canOverwrite(Storage next, Storage state) {
        int maker = 0;
        while (!order.get(maker).makes().contains(next)) {
            maker++;
        }
        for (int i = maker + 1; i < order.size(); i++) {
            if (order.get(i).reads().contains(state)) {
                return false;
            }
        }
        return !order.get(maker).readsElsewhere(state);
    }

    /** Writes one kernel of the element-wise units from {@code first} on, as far as none needs another. @return how many */
    private int points(int first) {
        List<Unit.Points> sections = new ArrayList<>();
        Set<Storage> read = new HashSet<>();
        Set<Storage> written = new HashSet<>();
        for (int i = first; i < order.size() && sections.size() < MOST_SECTIONS && order.get(i) instanceof Unit.Points unit; i++) {
            Set<Storage> reads = resolved(unit.reads());
            Set<Storage> writes = resolved(unit.makes().stream().filter(this::isRead).toList());
            if (!Collections.disjoint(reads, written) || !Collections.disjoint(writes, read) || !Collections.disjoint(writes, written)) {
                break;
            }
            read.addAll(reads);
            written.addAll(writes);
            sections.add(unit);
        }
        Reading in = new Reading(placement);
        int blocks = 0;
        for (Unit.Points section : sections) {
            int own = Grid.cover(section.elements(), Grid.THREADS * Grid.perThread(section.elements(), section.loops()));
            in.text().open(sections.size() == 1 ? "" : (blocks == 0 ? "if" : "else if") + " (blockIdx.x < " + (blocks + own) + "u)");
            section(in, section, blocks);
            in.text().close();
            blocks += own;
        }
        kernel(in, written, blocks);
        return sections.size();
    }

    /** Whether anybody reads what is made, but the thread that makes it. */
    private boolean isRead(Storage storage) {
        return storage.role() == Storage.Role.OUTPUT || updates.containsKey(storage)
                || order.stream().anyMatch(unit -> unit.reads().contains(storage));
    }

    private Set<Storage> resolved(Iterable<Storage> storages) {
        Set<Storage> resolved = new HashSet<>();
        storages.forEach(storage -> resolved.add(placement.resolve(storage)));
        return resolved;
    }

    private void section(Reading in, Unit.Points section, int firstBlock) {
        KernelText text = in.text();
        int each = Grid.perThread(section.elements(), section.loops());
        int perBlock = Grid.THREADS * each;
        text.line("const unsigned first = (blockIdx.x - " + firstBlock + "u) * " + perBlock + "u + threadIdx.x;");
        if (each == 1) {
            text.line("const unsigned i = first;");
            text.open("if (i < " + section.elements() + "u)");
            elements(in, section);
            text.close();
            return;
        }
        text.open("if (first - threadIdx.x + " + perBlock + "u <= " + section.elements() + "u)");
        text.line("#pragma unroll");
        text.open("for (unsigned n = 0; n < " + each + "u; ++n)");
        text.line("const unsigned i = first + n * " + Grid.THREADS + "u;");
        elements(in, section);
        text.close();
        text.close();
        text.open("else for (unsigned i = first; i < " + section.elements() + "u; i += " + Grid.THREADS + "u)");
        elements(in, section);
        text.close();
    }

    /** All values first, then all stores: what is written over may still be read by the same thread. */
    private void elements(Reading in, Unit.Points section) {
        List<String> stores = new ArrayList<>();
        for (Unit.Root root : section.roots()) {
            String value = in.make(root.tensor());
            if (isRead(root.storage())) {
                stores.add(in.text().pointer(placement.resolve(root.storage())) + "[i] = " + value + ";");
            }
        }
        stores.forEach(in.text()::line);
    }

    private void longSum(Unit.LongSum unit) {
        Reading in = new Reading(placement);
        KernelText text = in.text();
        text.line("__shared__ float sums[" + Grid.THREADS + "];");
        text.line("const unsigned o = blockIdx.x;");
        text.line("float sum = 0.0f;");
        text.open("for (unsigned k = threadIdx.x; k < " + unit.sum().length() + "u; k += " + Grid.THREADS + "u)");
        text.line("sum += " + unit.sum().term(in, "o", "k") + ";");
        text.close();
        text.line("sums[threadIdx.x] = sum;");
        text.line("__syncthreads();");
        text.open("for (unsigned half = " + Grid.THREADS / 2 + "u; half > 0u; half /= 2u)");
        text.line("if (threadIdx.x < half) sums[threadIdx.x] += sums[threadIdx.x + half];");
        text.line("__syncthreads();");
        text.close();
        Storage target = placement.resolve(unit.storage());
        text.line("if (threadIdx.x == 0u) " + text.pointer(target) + "[o] = sums[0];");
        kernel(in, Set.of(target), unit.storage().elements());
    }

    /** Puts the finished inside into the source and the kernel into the order. */
    private void kernel(Reading in, Set<Storage> written, int blocks) {
        String name = "k" + kernels++;
        source.append("extern \"C\" __global__ void __launch_bounds__(").append(Grid.THREADS).append(") ").append(name).append('(')
                .append(in.text().parameters(written)).append(") {\n").append(in.text().toReplica()).append('\n')
                .append(in.text()).append("}\n\n");
        launches.add(new Launch.Kernel(name, in.text().arguments(), blocks, Grid.THREADS, Set.copyOf(in.reads()), Set.copyOf(written)));
    }

    private void product(Unit.Product unit) {
        Storage out = placement.resolve(unit.out());
        if (unit.base() != null && unit.base() != out) {
            launches.add(new Launch.Copy(unit.base(), out));
        }
        launches.add(new Launch.Product(placement.resolve(unit.a()), placement.resolve(unit.b()), out, unit.transA(), unit.transB(),
                unit.m(), unit.n(), unit.k(), unit.parts(), unit.alpha(), unit.base() == null ? 0 : unit.beta()));
    }

    /** Gives each temporary a place; those that are never alive at the same time may have the same one. @return bytes of all */
    private long arrange(Map<Storage, Long> offsets) {
        Map<Storage, int[]> lives = new LinkedHashMap<>();
        for (int i = 0; i < launches.size(); i++) {
            Set<Storage> touched = new HashSet<>(launches.get(i).reads());
            touched.addAll(launches.get(i).writes());
            for (Storage storage : touched) {
                if (storage.role() == Storage.Role.TEMPORARY) {
                    int now = i;
                    lives.computeIfAbsent(storage, s -> new int[] {now, now})[1] = i;
                }
            }
        }
        List<Storage> bySize = new ArrayList<>(lives.keySet());
        bySize.sort(Comparator.comparing((Storage storage) -> -storage.bytes(replicas)).thenComparing(Storage::name));
        long total = 0;
        for (Storage storage : bySize) {
            TreeMap<Long, Long> taken = new TreeMap<>();
            offsets.forEach((other, offset) -> {
                if (lives.get(other)[0] <= lives.get(storage)[1] && lives.get(storage)[0] <= lives.get(other)[1]) {
                    taken.merge(offset, offset + other.bytes(replicas), Math::max);
                }
            });
            long offset = 0;
            for (Map.Entry<Long, Long> range : taken.entrySet()) {
                if (offset + storage.bytes(replicas) <= range.getKey()) {
                    break;
                }
                offset = Math.max(offset, aligned(range.getValue()));
            }
            offsets.put(storage, offset);
            total = Math.max(total, aligned(offset + storage.bytes(replicas)));
        }
        return total;
    }

    private static long aligned(long bytes) {
        return (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    }
}
