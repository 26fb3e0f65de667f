package io.edgedfa.stream.feed.line;

/** Lines of text, taken without waiting for any. */
public interface Lines extends AutoCloseable {

    /** Longest line in bytes. */
    int MAX_LINE = 1 << 20;

    String TOO_LONG = "line too long, allowed: " + MAX_LINE + " bytes";

    /** What a look brought. */
    enum Found {
        /** Nothing now. */
        NOTHING,
        /** A line. */
        LINE,
        /** No line, for {@link Line#problem} is wrong with it. */
        BAD_LINE,
        /** Nothing now, for {@link Line#problem} is wrong with the source; told once. */
        TROUBLE,
        /** There are no more. */
        END
    }

    /** A line without its end: {@code bytes[from]} to {@code bytes[to - 1]}, until the next one is taken. Reused. */
    final class Line {
        public byte[] bytes;
        public int from;
        public int to;
        /** Whether it is the first of its file or writer. */
        public boolean first;
        /** What is wrong, if anything. */
        public String problem = "";

        Found set(byte[] bytes, int from, int to, boolean first) {
            this.bytes = bytes;
            this.from = from;
            this.to = to;
            this.first = first;
            return Found.LINE;
        }

        Found tell(Found found, String problem) {
            this.problem = problem;
            return found;
        }
    }

    /** Takes the next line. Never throws. */
    Found next(Line into);

    /** Where the last line, good or bad, began: for people. */
    String place();

    /** As {@code SampleFeed.position()}. */
    String position();

    @Override
    void close();
}
