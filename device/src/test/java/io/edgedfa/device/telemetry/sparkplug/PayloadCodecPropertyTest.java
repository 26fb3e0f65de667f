package io.edgedfa.device.telemetry.sparkplug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.arbitraries.StringArbitrary;
import org.eclipse.tahu.message.SparkplugBPayloadDecoder;
import org.eclipse.tahu.message.SparkplugBPayloadEncoder;
import org.eclipse.tahu.message.model.MetricDataType;
import org.eclipse.tahu.message.model.SparkplugBPayload;

/** The codec against Eclipse Tahu, an implementation that shares no code with it, and against damaged bytes. */
class PayloadCodecPropertyTest {
    private static final String SEED = "20260731";

    @Property(tries = 500, seed = SEED)
    void shouldReadItsOwnBytesWhenPayloadIsAny(@ForAll("payloads") Payload payload) {
        assertEquals(payload, PayloadCodec.decode(PayloadCodec.encode(payload)));
    }

    @Property(tries = 500, seed = SEED)
    void shouldBeReadByTahuWhenPayloadIsAny(@ForAll("payloads") Payload payload) throws Exception {
        assertEquals(payload, fromTahu(new SparkplugBPayloadDecoder().buildFromByteArray(PayloadCodec.encode(payload), null)));
    }

    @Property(tries = 500, seed = SEED)
    void shouldReadTahusBytesWhenPayloadIsAny(@ForAll("payloads") Payload payload) throws Exception {
        assertEquals(payload, PayloadCodec.decode(new SparkplugBPayloadEncoder().getBytes(toTahu(payload), false)));
    }

    @Property(tries = 5_000, seed = SEED)
    void shouldOnlyRefuseWhenBytesAreRandom(@ForAll byte[] bytes) {
        decodeOrRefuse(bytes);
    }

    @Property(tries = 2_000, seed = SEED)
    void shouldOnlyRefuseWhenBytesAreDamaged(@ForAll("payloads") Payload payload, @ForAll long damageSeed) {
        Random damage = new Random(damageSeed);
        byte[] bytes = PayloadCodec.encode(payload);
        for (int i = 0; i < 10 && bytes.length > 0; i++) {
            bytes[damage.nextInt(bytes.length)] ^= (byte) (1 << damage.nextInt(8));
            decodeOrRefuse(bytes);
        }
    }

    /** Whatever is accepted can be sent on: the limits are the same both ways. */
    private static void decodeOrRefuse(byte[] bytes) {
        Payload payload;
        try {
            payload = PayloadCodec.decode(bytes);
        } catch (MalformedPayloadException refused) {
            return;
        }
        assertEquals(payload, PayloadCodec.decode(PayloadCodec.encode(payload)));
    }

    @Provide
    Arbitrary<Payload> payloads() {
        Arbitrary<Metric> metrics = Arbitraries.of(DataType.class).flatMap(this::metrics);
        return Combinators.combine(Arbitraries.longs().between(1, 1L << 45), Arbitraries.integers().between(Payload.NO_SEQ, 255),
                metrics.list().ofMaxSize(8)).as(Payload::new);
    }

    private Arbitrary<Metric> metrics(DataType type) {
        return Combinators.combine(strings().ofMinLength(1), Arbitraries.longs().between(-1, Long.MAX_VALUE),
                        Arbitraries.longs().between(1, 1L << 45), values(type).injectNull(0.1), Arbitraries.of(true, false))
                .as((name, alias, timestamp, value, historical) ->
                        new Metric(alias < 0 || historical ? name : null, alias, timestamp, type, value, historical));
    }

    private static Arbitrary<Object> values(DataType type) {
        return switch (type) {
            case INT8 -> longs(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case INT16 -> longs(Short.MIN_VALUE, Short.MAX_VALUE);
            case INT32 -> longs(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case INT64, UINT64, DATETIME -> longs(Long.MIN_VALUE, Long.MAX_VALUE);
            case UINT8 -> longs(0, 255);
            case UINT16 -> longs(0, 65_535);
            case UINT32 -> longs(0, 4_294_967_295L);
            case FLOAT -> Arbitraries.floats().asGeneric();
            case DOUBLE -> Arbitraries.doubles().asGeneric();
            case BOOLEAN -> Arbitraries.of(true, false).asGeneric();
            case STRING, TEXT -> strings().asGeneric();
        };
    }

    private static Arbitrary<Object> longs(long min, long max) {
        return Arbitraries.longs().between(min, max).asGeneric();
    }

    /** No halves of surrogate pairs: they have no UTF-8. */
    private static StringArbitrary strings() {
        return Arbitraries.strings().withCharRange('\0', '\ud7ff').withCharRange('\ue000', '\uffff').ofMaxLength(30);
    }

    private static SparkplugBPayload toTahu(Payload payload) throws Exception {
        List<org.eclipse.tahu.message.model.Metric> metrics = new ArrayList<>();
        for (Metric metric : payload.metrics()) {
            org.eclipse.tahu.message.model.Metric tahu = new org.eclipse.tahu.message.model.Metric(metric.name(),
                    metric.alias() == Metric.NO_ALIAS ? null : metric.alias(), new Date(metric.timestamp()),
                    MetricDataType.fromInteger(metric.type().code()), metric.historical(), null, null, null, toTahu(metric));
            metrics.add(tahu);
        }
        return new SparkplugBPayload(new Date(payload.timestamp()), metrics, payload.seq() < 0 ? null : (long) payload.seq());
    }

    private static Object toTahu(Metric metric) {
        if (!(metric.value() instanceof Long value)) {
            return metric.value();
        }
        return switch (metric.type()) {
            case INT8 -> value.byteValue();
            case INT16, UINT8 -> value.shortValue();
            case INT32, UINT16 -> value.intValue();
            case UINT64 -> new BigInteger(Long.toUnsignedString(value));
            case DATETIME -> new Date(value);
            default -> value;
        };
    }

    private static Payload fromTahu(SparkplugBPayload payload) {
        List<Metric> metrics = new ArrayList<>();
        for (org.eclipse.tahu.message.model.Metric metric : payload.getMetrics()) {
            Object value = metric.getValue();
            if (value instanceof Date date) {
                value = date.getTime();
            } else if (value instanceof Number number && !(value instanceof Float) && !(value instanceof Double)) {
                value = number.longValue();
            }
            metrics.add(new Metric(metric.getName(), metric.hasAlias() ? metric.getAlias() : Metric.NO_ALIAS,
                    metric.getTimestamp().getTime(), DataType.ofCode(metric.getDataType().toIntValue()).orElseThrow(), value,
                    Boolean.TRUE.equals(metric.getIsHistorical())));
        }
        return new Payload(payload.getTimestamp().getTime(), payload.getSeq() == null ? Payload.NO_SEQ : payload.getSeq().intValue(), metrics);
    }
}
