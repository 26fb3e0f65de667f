package io.edgedfa.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class DatasetSourceTest {

    @Test
    void shouldDeliverTheSameOrderWhenSeedIsTheSame() {
        assertArrayEquals(read(new DatasetSource(new Numbers(20), 5), 60), read(new DatasetSource(new Numbers(20), 5), 60));
    }

    @Test
    void shouldDeliverThisOrderOnEveryPlatform() {
        assertArrayEquals(new int[] {5, 2, 0, 7, 1, 6, 4, 8, 3, 9, 3, 2, 9, 7, 4, 0, 8, 6, 1, 5},
                read(new DatasetSource(new Numbers(10), 1), 20));
    }

    @Test
    void shouldDeliverAnotherOrderWhenSeedDiffers() {
        assertFalse(Arrays.equals(read(new DatasetSource(new Numbers(20), 5), 20),
                read(new DatasetSource(new Numbers(20), 6), 20)));
    }

    @Test
    void shouldShuffleAnewWhenAPassBegins() {
        int[] read = read(new DatasetSource(new Numbers(20), 5), 40);
        assertFalse(Arrays.equals(Arrays.copyOf(read, 20), Arrays.copyOfRange(read, 20, 40)));
    }

    @Property(tries = 100)
    void shouldDeliverEverySampleOncePerPass(@ForAll long seed, @ForAll @IntRange(min = 1, max = 30) int size) {
        int[] pass = read(new DatasetSource(new Numbers(size), seed, 3L * size, DatasetSource.ENDLESS), size);
        Arrays.sort(pass);
        assertArrayEquals(IntStream.range(0, size).toArray(), pass);
    }

    @Property(tries = 100)
    void shouldGoOnAsTheOriginalWhenStartedAtItsPosition(@ForAll @IntRange(max = 50) int start) {
        DatasetSource original = new DatasetSource(new Numbers(7), 5);
        read(original, start);
        DatasetSource resumed = new DatasetSource(new Numbers(7), 5, original.position(), DatasetSource.ENDLESS);
        assertArrayEquals(read(original, 20), read(resumed, 20));
    }

    @Test
    void shouldEndAndStayEndedWhenLimitIsReached() {
        DatasetSource source = new DatasetSource(new Numbers(4), 5, 2, 3);
        int[] read = read(source, 5);
        assertEquals(2, Arrays.stream(read).filter(label -> label == SampleSource.END).count());
        assertEquals(SampleSource.END, read[4]);
        assertEquals(5, source.position());
    }

    @Test
    void shouldDeliverFeaturesOfTheLabelledSample() {
        DatasetSource source = new DatasetSource(new Numbers(20), 5);
        float[] target = new float[1];
        int label = source.next(target);
        assertEquals(label, target[0]);
    }

    @Test
    void shouldRefuseWhenStartOrLimitIsNegative() {
        assertEquals("start = -1, allowed: 0 or more", assertThrows(IllegalArgumentException.class,
                () -> new DatasetSource(new Numbers(4), 5, -1, 3)).getMessage());
        assertEquals("limit = -1, allowed: 0 or more", assertThrows(IllegalArgumentException.class,
                () -> new DatasetSource(new Numbers(4), 5, 0, -1)).getMessage());
    }

    private static int[] read(SampleSource source, int count) {
        return IntStream.range(0, count).map(i -> source.next(new float[source.features()])).toArray();
    }

    /** Sample i has the one feature i and the label i. */
    private record Numbers(int size) implements Dataset {

        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public int rows() {
            return 1;
        }

        @Override
        public int columns() {
            return 1;
        }

        @Override
        public int classes() {
            return size;
        }

        @Override
        public void copyFeatures(int index, float[] target, int offset) {
            target[offset] = index;
        }

        @Override
        public int label(int index) {
            return index;
        }

        @Override
        public String sha256() {
            return Dataset.sha256Of();
        }
    }
}
