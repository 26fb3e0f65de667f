package io.edgedfa.device.store;

import java.nio.charset.StandardCharsets;

/**
 * Something that the host is to be told, once and in order.
 *
 * @param number   rises by 1 from entry to entry, whatever their kinds, and is never given twice within a store
 * @param previous the greatest smaller number that is still in the outbox; 0 if there is none
 * @param timeMs   milliseconds since 1970 UTC by the board's clock, which may be wrong and may jump
 * @param body     what it says; of an event its kind, a line feed and its text in UTF-8, else as it was added
 */
public record Entry(long number, long previous, Kind kind, long timeMs, byte[] body) {

    /** What an entry is; the order is that of their codes in the file. */
    public enum Kind {
        /** What the learner measured. */
        LEARNER,
        /** What the machine measured. */
        MACHINE,
        EVENT,
        /** To a command. */
        ANSWER;

        private static final Kind[] ALL = values();

        /** Whether such entries go first when the outbox is full. */
        boolean report() {
            return this == LEARNER || this == MACHINE;
        }

        /** @throws CorruptStoreException if no kind has the code */
        static Kind of(int code) {
            if (code < 0 || code >= ALL.length) {
                throw new CorruptStoreException("outbox: an entry is of the kind " + code + ", allowed: 0 to " + (ALL.length - 1), null);
            }
            return ALL[code];
        }
    }

    /** A report that has no number yet. @param kind {@link Kind#LEARNER} or {@link Kind#MACHINE} */
    public record Report(Kind kind, long timeMs, byte[] body) {
        /** @throws IllegalArgumentException if it is no report, or too long */
        public Report {
            if (!kind.report()) {
                throw new IllegalArgumentException("kind is " + kind + ", allowed: LEARNER, MACHINE");
            }
            Outbox.requireShort(body);
        }
    }

    /** The event that an entry of the kind {@link Kind#EVENT} tells. */
    public Event event() {
        String text = new String(body, StandardCharsets.UTF_8);
        int end = Math.max(0, text.indexOf('\n'));
        return new Event(number, timeMs, text.substring(0, end), text.substring(Math.min(text.length(), end + 1)));
    }
}
