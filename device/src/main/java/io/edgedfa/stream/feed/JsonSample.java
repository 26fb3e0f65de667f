package io.edgedfa.stream.feed;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** One JSON object (RFC 8259), read as it streams by: see {@link MessageFeed}. */
final class JsonSample {

    private final Preprocessing preprocessing;
    private final ClassNames names;
    private String id = "";
    private int label = Sample.UNLABELLED;
    private String image;
    private boolean features;

    JsonSample(Preprocessing preprocessing, ClassNames names) {
        this.preprocessing = preprocessing;
        this.names = names;
    }

    /** Call once. */
    Arrival read(byte[] payload, Sample into) throws SampleException {
        try (JsonReader in = new JsonReader(new InputStreamReader(new ByteArrayInputStream(payload), StandardCharsets.UTF_8))) {
            in.beginObject();
            while (in.hasNext()) {
                field(in.nextName(), in, into.features);
            }
            in.endObject();
            if (in.peek() != JsonToken.END_DOCUMENT) {
                throw new SampleException("more than one JSON value, allowed: one object");
            }
        } catch (IOException | RuntimeException e) { // gson throws several kinds at malformed text
            throw new SampleException(SiteText.oneLine("neither picture nor allowed JSON: " + e.getMessage()));
        }
        return finish(into);
    }

    private void field(String name, JsonReader in, float[] target) throws IOException, SampleException {
        boolean known = name.equals("id") || name.equals("label") || name.equals("features") || name.equals("image");
        if (!known || in.peek() == JsonToken.NULL) {
            in.skipValue();
        } else if (name.equals("id")) {
            id = in.nextString();
            SiteText.requireId(id);
        } else if (name.equals("label")) {
            label = names.known(in.nextString());
        } else if (name.equals("image")) {
            image = in.nextString();
        } else {
            numbers(in, target);
        }
    }

    private void numbers(JsonReader in, float[] target) throws IOException, SampleException {
        int expected = preprocessing.features();
        int count = 0;
        in.beginArray();
        while (in.hasNext()) {
            if (in.peek() != JsonToken.NUMBER) {
                throw new SampleException("features[%d] is %s, allowed: a number".formatted(count, in.peek()));
            }
            double value = in.nextDouble();
            if (count < expected) {
                target[count] = (float) value;
            }
            count++;
        }
        in.endArray();
        if (count != expected) {
            throw new SampleException("%d features, allowed: %d".formatted(count, expected));
        }
        features = true;
    }

    private Arrival finish(Sample into) throws SampleException {
        if (features && image != null) {
            throw new SampleException("both features and image, allowed: one of them");
        }
        if (features) {
            preprocessing.values(into.features);
        } else if (image != null) {
            preprocessing.image(decode(image), into.features);
        } else if (id.isEmpty() || label == Sample.UNLABELLED) {
            throw new SampleException("neither features nor image, nor id and label together");
        }
        into.set(id, label);
        return features || image != null ? Arrival.SAMPLE : Arrival.LABEL;
    }

    private static byte[] decode(String base64) throws SampleException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new SampleException("image is no base64: " + e.getMessage());
        }
    }
}
