package io.edgedfa.device.telemetry.sparkplug;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PayloadCodecTest {
    private static byte[] bytes(String... commented) {
        StringBuilder hex = new StringBuilder();
        for (String line : commented) {
            hex.append(line.replaceAll("//.*", "").replace(" ", ""));
        }
        return HexFormat.of().parseHex(hex);
    }

    /** One metric per value field; written by hand from sparkplug_b.proto and the protobuf encoding guide. */
    private static final byte[] GOLDEN_BYTES = bytes(
            "08 e8 07            // timestamp (1, varint) = 1000",
            "12 12               // metrics (2, length-delimited), 18 bytes",
            "0a 01 61            //   name (1) = 'a'",
            "10 05               //   alias (2) = 5",
            "18 e9 07            //   timestamp (3) = 1001",
            "20 01               //   datatype (4) = 1, INT8",
            "28 01               //   is_historical (5) = true",
            "50 fe ff ff ff 0f   //   int_value (10) = FFFFFFFE, which is -2",
            "12 10               // metrics, 16 bytes",
            "0a 01 62            //   name = 'b'",
            "20 08               //   datatype = 8, UINT64",
            "58 ff ff ff ff ff ff ff ff ff 01 // long_value (11) = 2^64 - 1",
            "12 0a               // metrics, 10 bytes",
            "0a 01 63            //   name = 'c'",
            "20 09               //   datatype = 9, FLOAT",
            "65 00 00 80 3f      //   float_value (12) = 1.0, little endian",
            "12 0e               // metrics, 14 bytes",
            "0a 01 64            //   name = 'd'",
            "20 0a               //   datatype = 10, DOUBLE",
            "69 00 00 00 00 00 00 f0 3f // double_value (13) = 1.0",
            "12 07               // metrics, 7 bytes",
            "0a 01 65            //   name = 'e'",
            "20 0b               //   datatype = 11, BOOLEAN",
            "70 01               //   boolean_value (14) = true",
            "12 08               // metrics, 8 bytes",
            "0a 01 66            //   name = 'f'",
            "20 0c               //   datatype = 12, STRING",
            "7a 01 78            //   string_value (15) = 'x'",
            "12 07               // metrics, 7 bytes",
            "0a 01 67            //   name = 'g'",
            "20 0e               //   datatype = 14, TEXT",
            "38 01               //   is_null (7) = true",
            "18 ff 01            // seq (3) = 255");

    private static final Payload GOLDEN_PAYLOAD = new Payload(1000, 255, List.of(
            new Metric("a", 5, 1001, DataType.INT8, -2L, true),
            metric("b", DataType.UINT64, -1L),
            metric("c", DataType.FLOAT, 1f),
            metric("d", DataType.DOUBLE, 1.0),
            metric("e", DataType.BOOLEAN, true),
            metric("f", DataType.STRING, "x"),
            metric("g", DataType.TEXT, null)));

    private static Metric metric(String name, DataType type, Object value) {
        return new Metric(name, Metric.NO_ALIAS, 0, type, value, false);
    }

    @Test
    void shouldWriteTheGoldenBytesWhenEncoding() {
        assertEquals(HexFormat.of().formatHex(GOLDEN_BYTES), HexFormat.of().formatHex(PayloadCodec.encode(GOLDEN_PAYLOAD)));
    }

    @Test
    void shouldReadTheGoldenBytesWhenDecoding() {
        assertEquals(GOLDEN_PAYLOAD, PayloadCodec.decode(GOLDEN_BYTES));
    }

    @Test
    void shouldLeaveOutSeqAndTimestampWhenThereAreNone() {
        Payload empty = new Payload(0, Payload.NO_SEQ, List.of());
        assertEquals(0, PayloadCodec.encode(empty).length);
        assertEquals(empty, PayloadCodec.decode(new byte[0]));
    }

    @Test
    void shouldKeepTypeNullWhenDataMessageLeftItOut() {
        Payload payload = PayloadCodec.decode(bytes(
                "12 08               // metrics, 8 bytes",
                "10 05               //   alias = 5",
                "50 fe ff ff ff 0f   //   int_value = FFFFFFFE"));
        assertEquals(new Metric(null, 5, 0, null, -2L, false), payload.metrics().get(0));
        assertEquals(0xFFFFFFFEL, DataType.UINT32.fromWire(-2L));
    }

    @Test
    void shouldReadAnIntegerWhenSenderExtendedItsSignOnlyToItsWidth() {
        assertEquals(-2L, single("0a 01 61 20 01 50 fe 01 // INT8, int_value = 254").value());
    }

    @Test
    void shouldReadUint32WhenSenderUsedLongValue() {
        assertEquals(4294967295L, single("0a 01 61 20 07 58 ff ff ff ff 0f // UINT32, long_value").value());
    }

    @Test
    void shouldReadUint32WhenSenderUsedIntValue() {
        assertEquals(4294967295L, single("0a 01 61 20 07 50 ff ff ff ff 0f // UINT32, int_value").value());
    }

    @Test
    void shouldTakeTheLastValueWhenSeveralAreGiven() {
        assertEquals(2L, single("0a 01 61 20 04 58 01 58 02 // INT64, long_value twice").value());
    }

    @Test
    void shouldHaveNoValueWhenIsNullIsSetBesideOne() {
        assertNull(single("0a 01 61 20 04 58 01 38 01 // INT64, long_value, is_null").value());
    }

    @Test
    void shouldLeaveOutTheMetricWhenItsTypeIsNotSupported() {
        Payload payload = PayloadCodec.decode(bytes(
                "12 09               // metrics, 9 bytes",
                "0a 01 61            //   name = 'a'",
                "20 11               //   datatype = 17, BYTES",
                "82 01 01 ff         //   bytes_value (16) = ff",
                "12 07 0a 01 62 20 0b 70 01 // 'b', BOOLEAN, true"));
        assertEquals(List.of(metric("b", DataType.BOOLEAN, true)), payload.metrics());
    }

    @Test
    void shouldSkipTheFieldWhenItsNumberIsUnknown() {
        assertEquals(new Payload(0, 7, List.of()), PayloadCodec.decode(bytes(
                "22 01 75            // uuid (4) = 'u'",
                "2a 02 00 01         // body (5), 2 bytes",
                "9b 06 08 01 9c 06   // a group of field 99",
                "18 07               // seq (3) = 7")));
    }

    @Test
    void shouldSkipTheFieldWhenItsWireTypeIsNotItsOwn() {
        assertEquals(new Payload(0, 7, List.of()), PayloadCodec.decode(bytes("0a 01 61 18 07 // timestamp as a string, seq = 7")));
    }

    @Test
    void shouldRefuseWhenBytesEndEarly() {
        for (int length = 1; length < GOLDEN_BYTES.length; length++) {
            byte[] cut = Arrays.copyOf(GOLDEN_BYTES, length);
            try {
                PayloadCodec.decode(cut); // at a field's end the rest is a shorter payload
            } catch (MalformedPayloadException expected) {
                assertTrue(expected.getMessage().startsWith("payload of " + length + " bytes"), expected.getMessage());
            }
        }
        refused("12 05 0a 01 61 // metrics, 5 bytes of which 3 are there");
    }

    @Test
    void shouldRefuseWhenMetricHasNeitherNameNorAlias() {
        refused("12 02 20 04 // a metric with a type only");
    }

    @Test
    void shouldRefuseWhenValueIsNotOfTheDeclaredType() {
        refused("12 08 0a 01 61 20 0b 7a 01 78 // BOOLEAN with a string_value");
        refused("12 08 0a 01 61 20 01 50 ac 02 // INT8 with 300");
        refused("12 0b 0a 01 61 20 05 50 ff ff ff ff 0f // UINT8 with -1");
    }

    @Test
    void shouldRefuseWhenSeqIsOutOfRange() {
        refused("18 80 02 // seq = 256");
    }

    @Test
    void shouldRefuseWhenStringIsNoUtf8() {
        refused("12 05 0a 01 ff 10 01 // name = ff");
    }

    @Test
    void shouldRefuseWhenGroupEndsThatNeverBegan() {
        refused("0c // end of a group of field 1");
    }

    @Test
    void shouldRefuseWhenALimitIsPassed() {
        assertEquals(0, PayloadCodec.decode(payloadWithBody(PayloadCodec.MAX_BYTES)).metrics().size());
        assertThrows(MalformedPayloadException.class, () -> PayloadCodec.decode(payloadWithBody(PayloadCodec.MAX_BYTES + 1)));
        byte[] many = new byte[4 * (PayloadCodec.MAX_METRICS + 1)];
        for (int i = 0; i < many.length; i += 4) {
            System.arraycopy(bytes("12 02 10 01"), 0, many, i, 4);
        }
        assertThrows(MalformedPayloadException.class, () -> PayloadCodec.decode(many));
        assertEquals(PayloadCodec.MAX_METRICS, PayloadCodec.decode(Arrays.copyOf(many, many.length - 4)).metrics().size());
        assertEquals(65_535, PayloadCodec.decode(bytes("12 83 80 04 0a ff ff 03" + "61".repeat(65_535))).metrics().get(0).name().length());
        refused("12 84 80 04 0a 80 80 04" + "61".repeat(65_536));
        refused("12 0b 10 fe ff ff ff ff ff ff ff ff 01 // alias = 2^64 - 2");
    }

    /** So many bytes in all, most of them in body (5), which is skipped. */
    private static byte[] payloadWithBody(int length) {
        byte[] all = new byte[length];
        int body = length - 5;
        byte[] head = {0x2a, (byte) (body | 0x80), (byte) (body >> 7 | 0x80), (byte) (body >> 14 | 0x80), (byte) (body >> 21)};
        System.arraycopy(head, 0, all, 0, head.length);
        return all;
    }

    @Test
    void shouldRefuseToEncodeWhenALimitIsPassed() {
        String longest = "x".repeat(PayloadCodec.MAX_STRING_BYTES);
        refusedToEncode(metric(longest + "x", DataType.INT64, 1L));
        refusedToEncode(Collections.nCopies(PayloadCodec.MAX_METRICS + 1, metric("a", DataType.INT64, 1L)).toArray(Metric[]::new));
        refusedToEncode(Collections.nCopies(31, metric(longest, DataType.INT64, 1L)).toArray(Metric[]::new));
    }

    @Test
    void shouldNameMetricValueAndTypeWhenValueDoesNotFit() {
        String message = refusedToEncode(metric("temperature", DataType.INT8, 128L));
        assertTrue(message.contains("temperature") && message.contains("128") && message.contains("INT8"), message);
        refusedToEncode(metric("a", DataType.BOOLEAN, "true"));
        refusedToEncode(metric("a", null, 1));
    }

    private static Metric single(String metric) {
        byte[] inner = bytes(metric);
        byte[] all = new byte[inner.length + 2];
        all[0] = 0x12;
        all[1] = (byte) inner.length;
        System.arraycopy(inner, 0, all, 2, inner.length);
        return PayloadCodec.decode(all).metrics().get(0);
    }

    private static void refused(String bytes) {
        assertThrows(MalformedPayloadException.class, () -> PayloadCodec.decode(bytes(bytes)), bytes);
    }

    private static String refusedToEncode(Metric... metrics) {
        Payload payload = new Payload(0, 0, List.of(metrics));
        return assertThrows(IllegalArgumentException.class, () -> PayloadCodec.encode(payload)).getMessage();
    }
}
