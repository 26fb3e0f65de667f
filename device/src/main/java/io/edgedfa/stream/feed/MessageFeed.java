package io.edgedfa.stream.feed;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.feed.image.ImageDecoder;
import java.util.function.Supplier;

/**
 * Samples and labels as messages. A message is a picture (PNG or JPEG as it is), or JSON in UTF-8:
 *
 * <pre>{@code
 * {"id": "a7", "label": 3, "features": [0.1, 2, ...]}    a sample; id and label may be left out or null, a label may be a name
 * {"id": "a7", "image": "<base64 of PNG or JPEG>"}       the same with a picture
 * {"id": "a7", "label": "cat"}                           the label of an earlier sample
 * }</pre>
 *
 * <p>Other fields are ignored. A picture as it is has no id, so that no label can follow; it may come with one in its topic.
 */
public final class MessageFeed implements SampleFeed {

    /** Largest message in bytes. */
    public static final int MAX_PAYLOAD = 16 << 20;

    /** A message as a network brought it. */
    public record Message(String topic, byte[] payload) {}

    /** Malformed messages that one poll passes over: so many of them hold up no prediction. */
    private static final int MOST_PER_POLL = 16;

    private final Supplier<Message> source;
    private final Preprocessing preprocessing;
    private final ClassNames names;
    private final boolean labelInTopic;
    private final Rejections rejections = new Rejections();

    /**
     * @param source       asked on every poll, must not wait; null for no message now. Not closed by this one
     * @param labelInTopic whether the last level of its topic labels a picture that comes as it is, as suits a subscription to
     *                     {@code .../+}
     */
    public MessageFeed(Supplier<Message> source, Preprocessing preprocessing, ClassNames names, boolean labelInTopic) {
        this.source = source;
        this.preprocessing = preprocessing;
        this.names = names;
        this.labelInTopic = labelInTopic;
    }

    @Override
    public int features() {
        return preprocessing.features();
    }

    @Override
    public Arrival poll(Sample into) {
        for (int i = 0; i < MOST_PER_POLL; i++) {
            Message message = source.get();
            if (message == null) {
                return Arrival.NOTHING;
            }
            try {
                return read(message, into);
            } catch (SampleException e) {
                rejections.add(message.topic(), e.getMessage());
            }
        }
        return Arrival.NOTHING;
    }

    private Arrival read(Message message, Sample into) throws SampleException {
        byte[] payload = message.payload();
        if (payload.length > MAX_PAYLOAD) {
            throw new SampleException("%d bytes, allowed: at most %d".formatted(payload.length, MAX_PAYLOAD));
        }
        if (!ImageDecoder.isImage(payload)) {
            return new JsonSample(preprocessing, names).read(payload, into);
        }
        String level = message.topic().substring(message.topic().lastIndexOf('/') + 1);
        int label = labelInTopic ? names.known(level) : Sample.UNLABELLED;
        preprocessing.image(payload, into.features);
        into.set("", label);
        return Arrival.SAMPLE;
    }

    @Override
    public long rejected() {
        return rejections.count();
    }

    @Override
    public String lastRejection() {
        return rejections.last();
    }

    @Override
    public void close() {}
}
