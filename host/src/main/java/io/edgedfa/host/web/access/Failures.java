package io.edgedfa.host.web.access;

import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Counts wrong tokens by address, in windows of a minute, in bounded memory. Safe for use by many threads. */
final class Failures {
    /** Wrong tokens of an address within a minute, after which it has to wait for the next. */
    static final int ALLOWED = 10;
    static final long WINDOW_MS = 60_000;
    /** Addresses beyond these share one count. */
    static final int MAX_ADDRESSES = 1_000;
    private static final String OTHERS = "";

    private final LongSupplier nowMs;
    private final Map<String, Integer> counts = new HashMap<>();
    private long windowMs = Long.MIN_VALUE;

    /** @param nowMs a clock that never goes back */
    Failures(LongSupplier nowMs) {
        this.nowMs = nowMs;
    }

    /** Whether no more tokens of this address are looked at in this window. */
    synchronized boolean barred(String address) {
        turnOver();
        return counts.getOrDefault(key(address), 0) >= ALLOWED;
    }

    /** The address has sent a wrong token. */
    synchronized void add(String address) {
        turnOver();
        counts.merge(key(address), 1, Integer::sum);
    }

    private String key(String address) {
        return counts.containsKey(address) || counts.size() < MAX_ADDRESSES ? address : OTHERS;
    }

    private void turnOver() {
        long window = Math.floorDiv(nowMs.getAsLong(), WINDOW_MS);
        if (window != windowMs) {
            windowMs = window;
            counts.clear();
        }
    }
}
