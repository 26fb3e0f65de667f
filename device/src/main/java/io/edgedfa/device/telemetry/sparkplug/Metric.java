package io.edgedfa.device.telemetry.sparkplug;

/**
 * One named value of a Sparkplug payload.
 *
 * @param name       metric name; null where only the alias travels
 * @param alias      number that stands for the name after the birth certificate; {@link #NO_ALIAS} for none
 * @param timestamp  milliseconds since 1970 UTC
 * @param type       data type; null in a DATA message that left it out, as the specification asks
 * @param value      Long for integers and DATETIME (UINT64 as its 64 bits), Float, Double, Boolean, String for STRING and TEXT; null is allowed
 * @param historical whether the value is late and must not be taken for the current one
 */
public record Metric(String name, long alias, long timestamp, DataType type, Object value, boolean historical) {
    public static final long NO_ALIAS = -1;

    public static Metric of(String name, long timestamp, long value) {
        return new Metric(name, NO_ALIAS, timestamp, DataType.INT64, value, false);
    }

    public static Metric of(String name, long timestamp, double value) {
        return new Metric(name, NO_ALIAS, timestamp, DataType.DOUBLE, value, false);
    }

    public static Metric of(String name, long timestamp, boolean value) {
        return new Metric(name, NO_ALIAS, timestamp, DataType.BOOLEAN, value, false);
    }

    public static Metric of(String name, long timestamp, String value) {
        return new Metric(name, NO_ALIAS, timestamp, DataType.STRING, value, false);
    }
}
