package io.edgedfa.host.simulate;

/** One thing a board has to tell, under its number in the board's outbox. */
final class Entry {
    /** What it is, and with it the message that carries it. */
    enum Kind {
        LEARNER,
        MACHINE,
        EVENT,
        ANSWER;

        boolean isReport() {
            return this == LEARNER || this == MACHINE;
        }
    }

    private static final double[] NO_VALUES = {};

    final long number;
    final long timeMs;
    final Kind kind;
    /** Of a report: values in the order of the {@link Vocabulary}. */
    final double[] values;
    /** Of an event: kind, text. Of an answer: id, state, reason. Of a learner's report: why it pauses. */
    final String[] texts;
    /** {@link System#nanoTime} of the first attempt to publish; 0 before. */
    long publishedNanos;
    /** Bytes on the wire while it is on its way again, else 0. */
    int resentBytes;

    Entry(long number, long timeMs, Kind kind, double[] values, String... texts) {
        this.number = number;
        this.timeMs = timeMs;
        this.kind = kind;
        this.values = values == null ? NO_VALUES : values;
        this.texts = texts;
    }

    /** About what it takes in an outbox. */
    int bytes() {
        int bytes = 32 + 12 * values.length;
        for (String text : texts) {
            bytes += text.length();
        }
        return bytes;
    }
}
