package io.edgedfa.device.telemetry.delivery;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When a session sends entries again: the sending side of go-back-N, whose receiver takes an entry only if it has all before, and
 * says up to which number it has committed them.
 *
 * <p>Each entry goes out once when it is new, whoever listens. Nothing is sent again before the session has heard an
 * acknowledgement: there may be no host that gives any. From then on a <em>pass</em> sends everything that is not acknowledged
 * in order, from the oldest, until it has caught up with the newest; the first one begins at once, for what is left from before
 * the session, another after each further birth, and the next when nothing was acknowledged for a while: 3 s, and twice as long each time up to 60 s, until there is
 * progress again.
 *
 * <p>Times are in milliseconds of a clock that only rises.
 */
public final class SendWindow {
    /** Most entries of a pass that may be unacknowledged. */
    public static final int MAX_ENTRIES = 64;
    /** Most bytes of them, of which the last one may pass the end. */
    public static final int MAX_BYTES = 256 << 10;
    static final long FIRST_WAIT_MS = 3_000;
    static final long LONGEST_WAIT_MS = 60_000;

    private final Deque<long[]> inFlight = new ArrayDeque<>(); // number and bytes
    private long bytesInFlight;
    private boolean heard;
    private boolean born;
    private long acknowledged;
    private long newest; // of all numbers that are known to have been given
    private boolean passing;
    private long passed; // up to here in this pass
    private long waitMs = FIRST_WAIT_MS;
    private long progressMs;

    /** There is an entry of this number. */
    public void offered(long number) {
        newest = Math.max(newest, number);
    }

    /** Births went out: a host says then where it stands, and what it has passed over comes again at once. */
    public void born() {
        born = true;
    }

    /** The host has committed everything up to this number. */
    public void acknowledged(long upTo, long nowMs) {
        if (!heard || born) {
            heard = true;
            born = false;
            acknowledged = Math.max(acknowledged, upTo);
            begin(nowMs);
        } else if (upTo > acknowledged) {
            acknowledged = upTo;
            passed = Math.max(passed, upTo);
            progressMs = nowMs;
            waitMs = FIRST_WAIT_MS;
            while (!inFlight.isEmpty() && inFlight.peekFirst()[0] <= upTo) {
                bytesInFlight -= inFlight.removeFirst()[1];
            }
        }
    }

    private void begin(long nowMs) {
        passing = true;
        passed = acknowledged;
        progressMs = nowMs;
        inFlight.clear();
        bytesInFlight = 0;
    }

    /** How many entries after {@link #from} may be sent again now; 0 for none. */
    public int room(long nowMs) {
        if (dueInMs(nowMs) == 0) {
            begin(nowMs);
            waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
        }
        return passing && bytesInFlight < MAX_BYTES ? MAX_ENTRIES - inFlight.size() : 0;
    }

    /** The number after which the pass goes on. */
    public long from() {
        return passed;
    }

    /** An entry was sent again. @return whether the pass may go on at once */
    public boolean resent(long number, int bytes) {
        inFlight.addLast(new long[] {number, bytes});
        bytesInFlight += bytes;
        passed = number;
        newest = Math.max(newest, number);
        return bytesInFlight < MAX_BYTES && inFlight.size() < MAX_ENTRIES;
    }

    /** The pass has caught up, or cannot go on: nothing is sent again before the next is due. */
    public void caughtUp() {
        passing = false;
    }

    /** Milliseconds until the next pass begins if nothing is acknowledged; {@link Long#MAX_VALUE} if all is. */
    public long dueInMs(long nowMs) {
        return heard && newest > acknowledged ? Math.max(0, progressMs + waitMs - nowMs) : Long.MAX_VALUE;
    }
}
