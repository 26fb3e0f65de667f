package io.edgedfa.engine.cuda.lowering;

/** How elements are spread over threads. */
final class Grid {
    /** Threads of every block. */
    static final int THREADS = 256;
    /** Elements of one thread where there are many and each is quick: several loads are under way before the first is needed. */
    static final int MANY = 4;
    private static final int WORTH_MANY = 16_384;

    private Grid() {}

    /** Pieces of a size that cover a length. */
    static int cover(int length, int size) {
        return (length + size - 1) / size;
    }

    /** Elements that one thread makes. */
    static int perThread(int elements, boolean loops) {
        return !loops && elements >= WORTH_MANY ? MANY : 1;
    }
}
