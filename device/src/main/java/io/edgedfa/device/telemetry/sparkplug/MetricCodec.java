package io.edgedfa.device.telemetry.sparkplug;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** One metric inside a {@link PayloadCodec} payload (specification 3.0, section 6.4.2). */
final class MetricCodec {
    private static final int NAME = 1;
    private static final int ALIAS = 2;
    private static final int TIMESTAMP = 3;
    private static final int DATATYPE = 4;
    private static final int IS_HISTORICAL = 5;
    private static final int IS_NULL = 7;
    private static final int INT_VALUE = 10;
    private static final int LONG_VALUE = 11;
    private static final int FLOAT_VALUE = 12;
    private static final int DOUBLE_VALUE = 13;
    private static final int BOOLEAN_VALUE = 14;
    private static final int STRING_VALUE = 15;

    private static final int VARINT = WireFormat.WIRETYPE_VARINT;
    private static final int BYTES = WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int NO_TYPE = 0;

    private MetricCodec() {}

    static byte[] encode(Metric metric, boolean withType) {
        try {
            return write(metric, withType);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail to take bytes
        }
    }

    private static byte[] write(Metric metric, boolean withType) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(64);
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        if (metric.name() == null && metric.alias() == Metric.NO_ALIAS) {
            throw new IllegalArgumentException("metric has neither name nor alias");
        }
        if (metric.name() != null) {
            out.writeByteArray(NAME, utf8(metric, metric.name()));
        }
        if (metric.alias() != Metric.NO_ALIAS) {
            out.writeUInt64(ALIAS, metric.alias());
        }
        if (metric.timestamp() != 0) {
            out.writeUInt64(TIMESTAMP, metric.timestamp());
        }
        if (withType && metric.type() != null) {
            out.writeUInt32(DATATYPE, metric.type().code());
        }
        if (metric.historical()) {
            out.writeBool(IS_HISTORICAL, true);
        }
        if (metric.value() == null) {
            out.writeBool(IS_NULL, true);
        } else {
            writeValue(out, metric);
        }
        out.flush();
        return bytes.toByteArray();
    }

    private static void writeValue(CodedOutputStream out, Metric metric) throws IOException {
        DataType type = metric.type();
        Object value = metric.value();
        if (type != null && !type.accepts(value)) {
            throw new IllegalArgumentException("metric " + label(metric) + " has the value " + value + " ("
                    + value.getClass().getSimpleName() + "), which is no " + type);
        }
        if (value instanceof Long number) {
            if (type != null && type.bits() <= Integer.SIZE) {
                out.writeUInt32(INT_VALUE, number.intValue()); // two's complement: -1 of any width is FFFFFFFF
            } else {
                out.writeUInt64(LONG_VALUE, number);
            }
        } else if (value instanceof Float number) {
            out.writeFloat(FLOAT_VALUE, number);
        } else if (value instanceof Double number) {
            out.writeDouble(DOUBLE_VALUE, number);
        } else if (value instanceof Boolean flag) {
            out.writeBool(BOOLEAN_VALUE, flag);
        } else if (value instanceof String text) {
            out.writeByteArray(STRING_VALUE, utf8(metric, text));
        } else {
            throw new IllegalArgumentException("metric " + label(metric) + " has a value of " + value.getClass()
                    + ", allowed are Long, Float, Double, Boolean and String");
        }
    }

    private static byte[] utf8(Metric metric, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8); // a lone surrogate becomes '?'
        if (bytes.length > PayloadCodec.MAX_STRING_BYTES) {
            throw new IllegalArgumentException("metric " + label(metric) + " has a name or value of " + bytes.length
                    + " bytes, allowed are " + PayloadCodec.MAX_STRING_BYTES);
        }
        return bytes;
    }

    /** How messages call the metric; a name may be as long as its sender likes. */
    private static String label(Metric metric) {
        String name = metric.name();
        if (name == null) {
            return "with alias " + metric.alias();
        }
        return "'" + (name.length() > 64 ? name.substring(0, 64) + "..." : name) + "'";
    }

    /** Reads up to the input's limit; empty if the metric is of a type this product has no use for. */
    static Optional<Metric> decode(CodedInputStream in) throws IOException {
        String name = null;
        long alias = Metric.NO_ALIAS;
        long timestamp = 0;
        int typeCode = NO_TYPE;
        boolean historical = false;
        boolean isNull = false;
        Object value = null; // of several, the last counts: protobuf's oneof
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case NAME << 3 | BYTES -> name = readString(in);
                case ALIAS << 3 | VARINT -> alias = readAlias(in);
                case TIMESTAMP << 3 | VARINT -> timestamp = in.readUInt64();
                case DATATYPE << 3 | VARINT -> typeCode = in.readUInt32();
                case IS_HISTORICAL << 3 | VARINT -> historical = in.readBool();
                case IS_NULL << 3 | VARINT -> isNull = in.readBool();
                case INT_VALUE << 3 | VARINT -> value = (long) in.readUInt32();
                case LONG_VALUE << 3 | VARINT -> value = in.readUInt64();
                case FLOAT_VALUE << 3 | WireFormat.WIRETYPE_FIXED32 -> value = in.readFloat();
                case DOUBLE_VALUE << 3 | WireFormat.WIRETYPE_FIXED64 -> value = in.readDouble();
                case BOOLEAN_VALUE << 3 | VARINT -> value = in.readBool();
                case STRING_VALUE << 3 | BYTES -> value = readString(in);
                default -> PayloadCodec.skip(in, tag);
            }
        }
        DataType type = DataType.ofCode(typeCode).orElse(null);
        if (type == null && typeCode != NO_TYPE) {
            return Optional.empty();
        }
        if (name == null && alias == Metric.NO_ALIAS) {
            throw new MalformedPayloadException("metric has neither name nor alias");
        }
        Metric raw = new Metric(name, alias, timestamp, type, isNull ? null : value, historical);
        return Optional.of(type == null ? raw : typed(raw));
    }

    private static Metric typed(Metric raw) {
        Object value = raw.value() instanceof Long wire && raw.type().bits() > 0 ? raw.type().fromWire(wire) : raw.value();
        if (value != null && !raw.type().accepts(value)) {
            throw new MalformedPayloadException("metric " + label(raw) + " is declared " + raw.type() + " but holds a "
                    + value.getClass().getSimpleName() + " that is none");
        }
        return new Metric(raw.name(), raw.alias(), raw.timestamp(), raw.type(), value, raw.historical());
    }

    private static long readAlias(CodedInputStream in) throws IOException {
        long alias = in.readUInt64();
        if (alias < 0) {
            throw new MalformedPayloadException(
                    "alias is " + Long.toUnsignedString(alias) + ", allowed are 0 to " + Long.MAX_VALUE);
        }
        return alias;
    }

    private static String readString(CodedInputStream in) throws IOException {
        int length = in.readRawVarint32();
        if (length < 0 || length > PayloadCodec.MAX_STRING_BYTES) {
            throw new MalformedPayloadException("string has " + Integer.toUnsignedString(length) + " bytes, allowed are "
                    + PayloadCodec.MAX_STRING_BYTES);
        }
        ByteString bytes = ByteString.copyFrom(in.readRawBytes(length));
        if (!bytes.isValidUtf8()) {
            throw new MalformedPayloadException("string of " + length + " bytes is no UTF-8");
        }
        return bytes.toStringUtf8();
    }
}
