package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.edgedfa.stream.DatasetSource;
import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import org.junit.jupiter.api.Test;

class WalkFeedTest {

    private final DrawnDigits data = DrawnDigits.test(1);

    @Test
    void shouldDeliverLabelledSamplesWithoutIdThenEnd() {
        DatasetSource same = new DatasetSource(data, 5);
        float[] expected = new float[data.features()];
        Sample sample = new Sample(data.features());
        try (WalkFeed feed = new WalkFeed(new DatasetSource(data, 5, 0, 2), 0)) {
            for (int i = 0; i < 2; i++) {
                int label = same.next(expected);
                assertEquals(Arrival.SAMPLE, feed.poll(sample));
                assertEquals(label, sample.label());
                assertEquals("", sample.id());
                assertArrayEquals(expected, sample.features);
            }
            assertEquals(Arrival.END, feed.poll(sample));
            assertEquals(Arrival.END, feed.poll(sample));
            assertEquals("2", feed.position());
        }
    }

    @Test
    void shouldDeliverTheRestWhenTakenUpAgain() {
        Sample sample = new Sample(data.features());
        Sample resumed = new Sample(data.features());
        try (WalkFeed first = WalkFeed.over(data, 5, "")) {
            for (int i = 0; i < 3; i++) {
                first.poll(sample);
            }
            try (WalkFeed second = WalkFeed.over(data, 5, first.position())) {
                first.poll(sample);
                second.poll(resumed);
                assertArrayEquals(sample.features, resumed.features);
                assertEquals("4", second.position());
            }
        }
    }

    @Test
    void shouldRefusePositionThatIsNone() {
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class, () -> WalkFeed.over(data, 5, "-1"));
        assertEquals("position = '-1', allowed: a whole number, 0 or more", e.getMessage());
    }
}
