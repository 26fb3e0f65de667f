package io.edgedfa.device.telemetry;

/** The Sparkplug B data types this product sends or accepts, with their wire codes (specification 3.0, section 6.4.16). */
public enum DataType {
    INT8(1),
    INT16(2),
    INT32(3),
    INT64(4),
    UINT8(5),
    UINT16(6),
    UINT32(7),
    UINT64(8),
    FLOAT(9),
    DOUBLE(10),
    BOOLEAN(11),
    STRING(12),
    DATETIME(13),
    TEXT(14);

    private final int code;

    DataType(int code) {
        this.code = code;
    }

    /** Code on the wire. */
    public int code() {
        return code;
    }
}
