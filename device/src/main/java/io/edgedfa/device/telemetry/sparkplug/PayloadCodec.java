package io.edgedfa.device.telemetry.sparkplug;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Sparkplug B payloads to and from protobuf bytes (specification 3.0, section 6.4; field numbers of {@code sparkplug_b.proto}).
 *
 * <p>What decoding makes of the parts this product has no use for:
 * <ul>
 *   <li>unknown fields, metadata, properties, {@code uuid} and {@code body} are skipped;</li>
 *   <li>metrics of other data types (data sets, templates, bytes, files, arrays, UUID) are left out of the result;</li>
 *   <li>a metric without data type, as DATA messages have it, keeps {@code type == null}; its value is what is on the wire, a
 *       32-bit integer sign-extended. The type declared at birth gives its meaning: {@link DataType#fromWire};</li>
 *   <li>an absent timestamp is 0, an absent seq {@link Payload#NO_SEQ}.</li>
 * </ul>
 */
public final class PayloadCodec {
    /** Longest payload in bytes, either way; Mosquitto's default packet limit. */
    public static final int MAX_BYTES = 2_000_000;
    /** Most metrics in one payload, either way. */
    public static final int MAX_METRICS = 10_000;
    /** Longest name or string value in UTF-8 bytes, either way. */
    public static final int MAX_STRING_BYTES = 65_535;

    private static final int TIMESTAMP = 1;
    private static final int METRICS = 2;
    private static final int SEQ = 3;

    private PayloadCodec() {}

    /**
     * Encodes, fields in the order of their numbers.
     *
     * @throws IllegalArgumentException if a metric's value does not fit its type, or a limit of this class is passed
     */
    public static byte[] encode(Payload payload) {
        return encode(payload, true);
    }

    /**
     * As {@link #encode}, but without the data types, which DATA messages and commands should leave out because the birth
     * declared them (tck-id-payloads-metric-datatype-not-req). They still choose the field that holds the value.
     */
    public static byte[] encodeData(Payload payload) {
        return encode(payload, false);
    }

    /**
     * How many bytes a birth certificate spends on this metric, field header and length aside.
     *
     * @throws IllegalArgumentException if it cannot be encoded
     */
    public static int metricBytes(Metric metric) {
        return MetricCodec.encode(metric, true).length;
    }

    private static byte[] encode(Payload payload, boolean withTypes) {
        if (payload.metrics().size() > MAX_METRICS) {
            throw new IllegalArgumentException("payload has " + payload.metrics().size() + " metrics, allowed are " + MAX_METRICS);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            if (payload.timestamp() != 0) {
                out.writeUInt64(TIMESTAMP, payload.timestamp());
            }
            for (Metric metric : payload.metrics()) {
                out.writeByteArray(METRICS, MetricCodec.encode(metric, withTypes));
            }
            if (payload.seq() != Payload.NO_SEQ) {
                out.writeUInt64(SEQ, payload.seq());
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
        if (bytes.size() > MAX_BYTES) {
            throw new IllegalArgumentException("payload has " + bytes.size() + " bytes, allowed are " + MAX_BYTES);
        }
        return bytes.toByteArray();
    }

    /**
     * Decodes bytes that may come from anyone.
     *
     * @throws MalformedPayloadException if the bytes are no payload or pass a limit of this class; nothing else is thrown
     */
    public static Payload decode(byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new MalformedPayloadException("payload has " + bytes.length + " bytes, allowed are " + MAX_BYTES);
        }
        try {
            return decode(CodedInputStream.newInstance(bytes));
        } catch (IOException e) {
            throw new MalformedPayloadException("payload of " + bytes.length + " bytes: " + e.getMessage(), e);
        }
    }

    private static Payload decode(CodedInputStream in) throws IOException {
        long timestamp = 0;
        long seq = Payload.NO_SEQ;
        List<Metric> metrics = new ArrayList<>();
        int seen = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case TIMESTAMP << 3 | WireFormat.WIRETYPE_VARINT -> timestamp = in.readUInt64();
                case SEQ << 3 | WireFormat.WIRETYPE_VARINT -> seq = readSeq(in);
                case METRICS << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED -> {
                    if (++seen > MAX_METRICS) {
                        throw new MalformedPayloadException("payload has more than " + MAX_METRICS + " metrics");
                    }
                    int end = in.pushLimit(in.readRawVarint32());
                    MetricCodec.decode(in).ifPresent(metrics::add);
                    in.popLimit(end);
                }
                default -> skip(in, tag);
            }
        }
        return new Payload(timestamp, (int) seq, metrics);
    }

    private static long readSeq(CodedInputStream in) throws IOException {
        long seq = in.readUInt64();
        if (seq < 0 || seq > Payload.MAX_SEQ) {
            throw new MalformedPayloadException(
                    "seq is " + Long.toUnsignedString(seq) + ", allowed are 0 to " + Payload.MAX_SEQ);
        }
        return seq;
    }

    /** A field of an unknown number, or of a known one in a wire type that is not its own: protobuf skips both. */
    static void skip(CodedInputStream in, int tag) throws IOException {
        if (!in.skipField(tag)) {
            throw new MalformedPayloadException("payload has an end of a group that never began");
        }
    }
}
