package io.edgedfa.device.telemetry.delivery;

import java.util.ArrayList;
import java.util.List;

/** The receiving side: takes an entry only if it has all before that still exist, and knows up to which number it has them. */
public final class GoBackN {
    private final List<Long> stored = new ArrayList<>();
    private long acknowledged;

    /** Returns whether the entry is stored now, and was not before. */
    public boolean offer(long number, long previous) {
        boolean next = previous <= acknowledged && acknowledged < number;
        if (next) {
            acknowledged = number;
            stored.add(number);
        }
        return next;
    }

    public long acknowledged() {
        return acknowledged;
    }

    /** In the order of their coming, which is that of the numbers. */
    public List<Long> stored() {
        return stored;
    }
}
