package io.edgedfa.device.telemetry.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.DataType;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.device.telemetry.sparkplug.Payload;
import io.edgedfa.device.telemetry.sparkplug.PayloadCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricTableTest {
    private final MetricTable table = new MetricTable(1);

    @Test
    void shouldNeedBirthWhenMetricIsNew() {
        table.put(Metric.of("a", 1, 1L));
        assertTrue(table.birthNeeded());
        assertEquals(List.of(new Metric("a", 400, 1, DataType.INT64, 1L, false)), table.birth());
        assertFalse(table.waiting());
    }

    @Test
    void shouldNeedBirthWhenTypeChanges() {
        table.put(Metric.of("a", 1, 1L));
        table.birth();
        table.put(Metric.of("a", 2, 1.0));
        assertTrue(table.birthNeeded());
    }

    @Test
    void shouldGiveTheLatestValueOnceWhenItChangedTwice() {
        table.put(Metric.of("a", 1, 1L));
        table.birth();
        table.put(Metric.of("a", 2, 2L));
        table.put(Metric.of("a", 3, 3L));
        assertEquals(List.of(new Metric(null, 400, 3, DataType.INT64, 3L, false)), table.changes());
        assertFalse(table.waiting());
        assertEquals(List.of(), table.changes());
    }

    @Test
    void shouldHaveDistinctAliasesWhenTablesAreFull() {
        MetricTable other = new MetricTable(0);
        for (int i = 0; i < MetricTable.MAX_METRICS; i++) {
            table.put(Metric.of("a" + i, 1, 1L));
            other.put(Metric.of("a" + i, 1, 1L));
        }
        assertEquals(399, other.birth().get(399).alias());
        assertEquals(400, table.birth().get(0).alias());
        assertThrows(IllegalArgumentException.class, () -> table.put(Metric.of("one more", 1, 1L)));
    }

    @Test
    void shouldFitOnePayloadWhenFullOfTheLongest() {
        for (int i = 0; i < MetricTable.MAX_METRICS; i++) {
            table.put(Metric.of("a" + i, 1, "x".repeat(MetricTable.MAX_METRIC_BYTES - 20)));
        }
        assertTrue(PayloadCodec.encode(new Payload(1, 0, table.birth())).length < PayloadCodec.MAX_BYTES);
    }

    @Test
    void shouldRefuseWhenMetricCannotBeBorn() {
        assertThrows(IllegalArgumentException.class, () -> table.put(new Metric(null, 1, 1, DataType.INT64, 1L, false)));
        assertThrows(IllegalArgumentException.class, () -> table.put(new Metric("a", 1, 1, null, 1L, false)));
        assertThrows(IllegalArgumentException.class, () -> table.put(Metric.of("a", 1, "x".repeat(MetricTable.MAX_METRIC_BYTES))));
        assertFalse(table.waiting());
    }
}
