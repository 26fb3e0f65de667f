package io.edgedfa.host.simulate;

import java.util.PriorityQueue;
import java.util.function.Consumer;

/** Lets boards connect: each when it is due, and not too many in a second. */
final class Gate {
    private record Turn(VirtualBoard board, long dueMs, long order) implements Comparable<Turn> {
        @Override
        public int compareTo(Turn other) {
            return dueMs != other.dueMs ? Long.compare(dueMs, other.dueMs) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Turn> turns = new PriorityQueue<>();
    private final double perMs;
    private double allowed;
    private long order;
    private long lastMs;

    Gate(int perSecond, long nowMs) {
        perMs = perSecond / 1_000.0;
        lastMs = nowMs;
    }

    void add(VirtualBoard board, long dueMs) {
        turns.add(new Turn(board, dueMs, order++));
    }

    /** Lets those through whose time has come, as far as the limit allows. */
    void open(long nowMs, Consumer<VirtualBoard> through) {
        allowed = Math.min(Math.max(1, perMs * 100), allowed + Math.max(0, nowMs - lastMs) * perMs);
        lastMs = nowMs;
        while (allowed >= 1 && !turns.isEmpty() && turns.peek().dueMs() <= nowMs) {
            allowed--;
            through.accept(turns.poll().board());
        }
    }
}
