package io.edgedfa.graph;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The sizes of a tensor, row-major. A size is positive or {@link #BATCH}, the one symbolic size: the number of samples in a
 * batch, known only when the graph runs.
 */
public final class Shape {
    /** The symbolic batch size; printed and exported as {@code batch}. */
    public static final int BATCH = -1;

    /** The shape of a single value. */
    public static final Shape SCALAR = of();

    private final int[] sizes;

    private Shape(int[] sizes) {
        this.sizes = sizes;
    }

    /**
     * @param sizes each positive or {@link #BATCH}
     * @throws IllegalArgumentException for any other size, or when there are more than 2^31-1 elements
     */
    public static Shape of(int... sizes) {
        long elements = 1;
        for (int size : sizes) {
            if (size < 1 && size != BATCH) {
                throw new IllegalArgumentException("shape " + Arrays.toString(sizes) + ": size " + size + " must be positive");
            }
            elements = Math.multiplyExact(elements, Math.abs((long) size));
            if (elements > Integer.MAX_VALUE) {
                throw new IllegalArgumentException("shape " + Arrays.toString(sizes) + " has more than 2^31-1 elements");
            }
        }
        return new Shape(sizes.clone());
    }

    public int rank() {
        return sizes.length;
    }

    /**
     * Size along an axis.
     *
     * @param axis 0 to rank-1; negative axes count from the end
     */
    public int size(int axis) {
        return sizes[axis < 0 ? axis + sizes.length : axis];
    }

    /** Whether every size is a number. */
    public boolean isStatic() {
        return IntStream.of(sizes).noneMatch(size -> size == BATCH);
    }

    /** Number of elements; 1 for a scalar. @throws IllegalStateException when the batch size is symbolic */
    public int elements() {
        if (!isStatic()) {
            throw new IllegalStateException("shape " + this + " has a symbolic batch size");
        }
        return IntStream.of(sizes).reduce(1, (a, b) -> a * b);
    }

    /** The sizes as ONNX and ONNX Runtime take them: {@code long}s. */
    public long[] toLongs() {
        return IntStream.of(sizes).asLongStream().toArray();
    }

    /** Shape of a batch of samples of this shape. @param batch number of samples, or {@link #BATCH} */
    public Shape ofBatch(int batch) {
        return of(IntStream.concat(IntStream.of(batch), IntStream.of(sizes)).toArray());
    }

    /** Shape of one sample of a batch: this without its first size. */
    public Shape sample() {
        return of(Arrays.copyOfRange(sizes, 1, sizes.length));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return IntStream.of(sizes)
                .mapToObj(size -> size == BATCH ? "batch" : Integer.toString(size))
                .collect(Collectors.joining(", ", "[", "]"));
    }
}
