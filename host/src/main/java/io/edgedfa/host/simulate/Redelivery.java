package io.edgedfa.host.simulate;

import java.util.function.ToIntFunction;

/**
 * Which entries of an outbox a board sends again, and when: go-back-N. Once the host has said in this session where it stands,
 * what is older than the session goes out again from the oldest, and so does what made no progress for 3 s, then 6, 12 ... 60 s;
 * at most {@link #WINDOW} entries and {@link #WINDOW_BYTES} bytes are on their way again at a time.
 */
final class Redelivery {
    static final int WINDOW = 64;
    static final int WINDOW_BYTES = 256 * 1024;
    static final long FIRST_PATIENCE_MS = 3_000;
    static final long LONGEST_PATIENCE_MS = 60_000;

    private final Outbox outbox;
    private boolean heard;
    private boolean active;
    private long sessionFirst;
    private long next;
    private int onTheirWay;
    private int bytesOnTheirWay;
    private long patienceMs;
    private long waitingSinceMs;

    Redelivery(Outbox outbox) {
        this.outbox = outbox;
    }

    /** A session begins; entries made from now on belong to it. */
    void begin(long nowMs) {
        heard = false;
        active = false;
        forgetWhatIsOnItsWay();
        sessionFirst = outbox.last() + 1;
        patienceMs = FIRST_PATIENCE_MS;
        waitingSinceMs = nowMs;
    }

    /** An entry was added to an outbox that was empty before. */
    void waiting(long nowMs) {
        waitingSinceMs = nowMs;
    }

    /** The host has stored this entry: it has left the outbox. */
    void stored(Entry entry, long nowMs) {
        patienceMs = FIRST_PATIENCE_MS;
        waitingSinceMs = nowMs;
        if (entry.resentBytes > 0) {
            onTheirWay--;
            bytesOnTheirWay -= entry.resentBytes;
        }
    }

    /** The host has said where it stands; what it stored has left the outbox. @param send sends again, returns the bytes; 0 if it could not */
    void acknowledged(ToIntFunction<Entry> send) {
        heard = true;
        Entry oldest = outbox.from(0);
        if (!active && oldest != null && oldest.number < sessionFirst && oldest.resentBytes == 0) {
            goBack();
        }
        pump(send);
    }

    /** Time has passed. @param send as for {@link #acknowledged} */
    void tick(long nowMs, ToIntFunction<Entry> send) {
        if (heard && outbox.size() > 0 && nowMs - waitingSinceMs >= patienceMs) {
            waitingSinceMs = nowMs;
            patienceMs = Math.min(LONGEST_PATIENCE_MS, 2 * patienceMs);
            goBack();
            pump(send);
        }
    }

    private void goBack() {
        active = true;
        next = 0;
        forgetWhatIsOnItsWay();
    }

    private void forgetWhatIsOnItsWay() {
        onTheirWay = 0;
        bytesOnTheirWay = 0;
        outbox.all().forEach(entry -> entry.resentBytes = 0);
    }

    private void pump(ToIntFunction<Entry> send) {
        while (active && onTheirWay < WINDOW && bytesOnTheirWay < WINDOW_BYTES) {
            Entry entry = outbox.from(next);
            if (entry == null) {
                active = false; // what comes now follows on what has been sent again
                return;
            }
            int bytes = send.applyAsInt(entry);
            if (bytes == 0) {
                return;
            }
            entry.resentBytes = bytes;
            onTheirWay++;
            bytesOnTheirWay += bytes;
            next = entry.number + 1;
        }
    }
}
