package io.edgedfa.onnx.reading;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.util.Map;

/**
 * How many fields an ONNX file has, counted without making objects of them: two bytes of a file can become a hundred bytes of
 * memory, so that this, not the file's size, bounds what parsing takes.
 */
final class FieldCount {
    /** A network of ten thousand nodes has about a quarter of a million. */
    static final int MAX_FIELDS = 1_000_000;
    private static final int MAX_DEPTH = 50;

    /** Messages of onnx.proto whose fields are counted, one by one. */
    private enum Message { MODEL, GRAPH, FUNCTION, NODE, ATTRIBUTE, TENSOR, OTHER }

    /** Messages by the message they are in and their field number there; all others count as one field. */
    private static final Map<Message, Map<Integer, Message>> INSIDE = Map.of(
            Message.MODEL, Map.of(7, Message.GRAPH, 8, Message.OTHER, 14, Message.OTHER, 25, Message.FUNCTION),
            Message.GRAPH, Map.of(1, Message.NODE, 5, Message.TENSOR, 11, Message.OTHER, 12, Message.OTHER, 13, Message.OTHER),
            Message.FUNCTION, Map.of(7, Message.NODE, 11, Message.ATTRIBUTE),
            Message.NODE, Map.of(5, Message.ATTRIBUTE),
            Message.ATTRIBUTE, Map.of(5, Message.TENSOR, 6, Message.GRAPH, 10, Message.TENSOR, 11, Message.GRAPH));

    private int fields;

    private FieldCount() {}

    /** @throws IllegalArgumentException for more than {@link #MAX_FIELDS} @throws IOException for bytes that are cut or no message */
    static void check(byte[] model) throws IOException {
        new FieldCount().count(CodedInputStream.newInstance(model), Message.MODEL, 0);
    }

    private void count(CodedInputStream input, Message message, int depth) throws IOException {
        Map<Integer, Message> inside = INSIDE.getOrDefault(message, Map.of());
        for (int tag = input.readTag(); tag != 0; tag = input.readTag()) {
            if (++fields > MAX_FIELDS) {
                throw new IllegalArgumentException("has more than " + MAX_FIELDS + " fields; allowed: at most so many");
            }
            Message inner = inside.get(WireFormat.getTagFieldNumber(tag));
            if (inner == null || WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
                input.skipField(tag);
            } else if (depth == MAX_DEPTH) {
                throw new IllegalArgumentException("has graphs in graphs more than " + MAX_DEPTH + " messages deep");
            } else {
                int limit = input.pushLimit(input.readRawVarint32());
                count(input, inner, depth + 1);
                input.popLimit(limit);
            }
        }
    }
}
