package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.MessageFeed.Message;
import io.edgedfa.stream.feed.Preprocessing.Resize;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageFeedTest {

    private final Queue<Message> arrived = new ArrayDeque<>();
    private final ClassNames names = new ClassNames(3, List.of("cat", "dog", "cow"));
    private final Sample sample = new Sample(4);
    private MessageFeed feed = feed(Preprocessing.images(1, 2, 2, false, Resize.NONE), false);

    private MessageFeed feed(Preprocessing preprocessing, boolean labelInTopic) {
        return new MessageFeed(arrived::poll, preprocessing, names, labelInTopic);
    }

    private Arrival poll(String json) {
        return poll("site/samples", json.getBytes(StandardCharsets.UTF_8));
    }

    private Arrival poll(String topic, byte[] payload) {
        arrived.add(new Message(topic, payload));
        return feed.poll(sample);
    }

    private void assertSample(String id, int label, float... features) {
        assertEquals(id, sample.id());
        assertEquals(label, sample.label());
        assertArrayEquals(features, sample.features, 1e-6f);
    }

    @Test
    void shouldDeliverNothingWhenThereIsNoMessage() {
        assertEquals(Arrival.NOTHING, feed.poll(sample));
    }

    @Test
    void shouldDeliverFeaturesWithIdAndLabelInAnyOrder() {
        assertEquals(Arrival.SAMPLE, poll("{\"features\":[1,2.5,-3,4e2],\"other\":{\"deep\":[1,{}]},\"label\":2,\"id\":\"a\"}"));
        assertSample("a", 2, 1, 2.5f, -3, 400);
    }

    @Test
    void shouldDeliverUnlabelledSampleWhenLabelIsNullOrMissing() {
        assertEquals(Arrival.SAMPLE, poll("{\"id\":17,\"label\":null,\"features\":[1,2,3,4]}"));
        assertSample("17", Sample.UNLABELLED, 1, 2, 3, 4);
        assertEquals(Arrival.SAMPLE, poll("{\"features\":[1,2,3,4]}"));
        assertSample("", Sample.UNLABELLED, 1, 2, 3, 4);
    }

    @Test
    void shouldDeliverPictureWhenItIsInBase64() {
        String base64 = Base64.getEncoder().encodeToString(Pictures.png(51));
        assertEquals(Arrival.SAMPLE, poll("{\"id\":\"a\",\"label\":\"dog\",\"image\":\"" + base64 + "\"}"));
        assertSample("a", 1, 0.2f, 0.2f, 0.2f, 0.2f);
    }

    @Test
    void shouldDeliverLateLabelWhenThereAreNoValues() {
        assertEquals(Arrival.LABEL, poll("{\"id\":\"a\",\"label\":\"cow\"}"));
        assertEquals("a", sample.id());
        assertEquals(2, sample.label());
    }

    @Test
    void shouldDeliverUnlabelledPictureWhenItComesAsItIs() {
        assertEquals(Arrival.SAMPLE, poll("site/cat", Pictures.png(255)));
        assertSample("", Sample.UNLABELLED, 1, 1, 1, 1);
        assertEquals(Arrival.SAMPLE, poll("site/cat", Pictures.encoded(Pictures.gray(2, 2, 255, 255, 255, 255), "jpg")));
    }

    @Test
    void shouldLabelPictureByTopicWhenAsked() {
        feed = feed(Preprocessing.images(1, 2, 2, false, Resize.NONE), true);
        assertEquals(Arrival.SAMPLE, poll("site/cow", Pictures.png(255)));
        assertSample("", 2, 1, 1, 1, 1);
        assertEquals(Arrival.NOTHING, poll("site/horse", Pictures.png(255)));
        assertEquals("site/horse: label 'horse', allowed: cat, dog, cow", feed.lastRejection());
    }

    @Test
    void shouldPreprocessFeatures() {
        feed = feed(Preprocessing.values(4).normalized(2, List.of(1f), List.of(1f)), false);
        assertEquals(Arrival.SAMPLE, poll("{\"features\":[0,1,2,3]}"));
        assertSample("", Sample.UNLABELLED, -1, 1, 3, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "3", "null", "{} {}", "{\"features\":[1,2,3,4]} x", "{}", "{\"id\":\"a\"}",
        "{\"label\":1}", "{\"id\":\"\",\"label\":1}", "{\"features\":[1,2,3]}", "{\"features\":[1,2,3,4,5]}",
        "{\"features\":[1,2,3,\"4\"]}",
        "{\"features\":[1,2,3,NaN]}", "{\"features\":[1,2,3,1e99]}", "{\"features\":[1,2,3,null]}", "{\"features\":7}",
        "{\"features\":[1,2,3,4],\"label\":3}", "{\"features\":[1,2,3,4],\"label\":\"horse\"}",
        "{\"features\":[1,2,3,4],\"label\":1.5}",
        "{\"features\":[1,2,3,4],\"id\":[]}", "{\"features\":[1,2,3,4],\"id\":\"a\\nb\"}",
        "{\"image\":\"!\"}",
        "{\"image\":\"AAAA\"}",
        "{'features':[1,2,3,4]}", "{\"features\":[1,2,3,4],\"image\":\"AAAA\"}"})
    void shouldRejectMessageWhenMalformed(String json) {
        assertEquals(Arrival.NOTHING, poll(json));
        assertEquals(1, feed.rejected());
        assertTrue(feed.lastRejection().startsWith("site/samples: "), feed.lastRejection());
        assertFalse(feed.lastRejection().contains("\n"), feed.lastRejection());
    }

    @Test
    void shouldRejectMessageWhenIdIsTooLong() {
        assertEquals(Arrival.NOTHING, poll("{\"id\":\"" + "a".repeat(257) + "\",\"label\":1}"));
        assertEquals("site/samples: id of 257 characters, allowed: at most 256", feed.lastRejection());
        assertEquals(Arrival.LABEL, poll("{\"id\":\"" + "a".repeat(256) + "\",\"label\":1}"));
    }

    @Test
    void shouldRejectMessageWhenTooLarge() {
        byte[] payload = new byte[MessageFeed.MAX_PAYLOAD + 1];
        Arrays.fill(payload, (byte) ' ');
        payload[0] = '{';
        payload[payload.length - 1] = '}';
        assertEquals(Arrival.NOTHING, poll("t", payload));
        assertEquals("t: 16777217 bytes, allowed: at most 16777216", feed.lastRejection());
    }

    @Test
    void shouldDeliverGoodMessageWhenBadOnesCameBefore() {
        for (int i = 0; i < 3; i++) {
            arrived.add(new Message("t", new byte[] {'x'}));
        }
        assertEquals(Arrival.LABEL, poll("{\"id\":\"a\",\"label\":1}"));
        assertEquals(3, feed.rejected());
    }

    @Test
    void shouldReturnSoonWhenThereAreOnlyBadMessages() {
        for (int i = 0; i < 1_000; i++) {
            arrived.add(new Message("t", new byte[] {'x'}));
        }
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertTrue(arrived.size() > 900);
    }

    @Property(tries = 500)
    void shouldNeverThrowWhateverTheBytes(@ForAll byte[] bytes) {
        poll("t", bytes);
    }

    @Property(tries = 500)
    void shouldNeverThrowWhateverIsDamaged(@ForAll byte[] damage, @ForAll @IntRange(max = 60) int place) {
        byte[] json = "{\"id\":\"abc\",\"label\":\"dog\",\"x\":[{}],\"features\":[0.5,1e3,-2,3]}"
                .getBytes(StandardCharsets.UTF_8);
        System.arraycopy(damage, 0, json, place, Math.min(damage.length, json.length - place));
        poll("t", json);
    }

    @Property
    void shouldReadBackWhatWasWritten(@ForAll @Size(4) List<Float> values,
            @ForAll @AlphaChars @StringLength(max = 256) String id) {
        assertEquals(Arrival.SAMPLE, poll("{\"id\":\"" + id + "\",\"features\":" + values + "}"));
        assertEquals(id, sample.id());
        for (int i = 0; i < 4; i++) {
            assertEquals(values.get(i), sample.features[i]);
        }
    }
}
