package io.edgedfa.device.telemetry.sparkplug;

import java.util.Optional;

/** The Sparkplug B data types this product sends or accepts, with their wire codes (specification 3.0, section 6.4.16). */
public enum DataType {
    INT8(1, 8, true),
    INT16(2, 16, true),
    INT32(3, 32, true),
    INT64(4, 64, true),
    UINT8(5, 8, false),
    UINT16(6, 16, false),
    UINT32(7, 32, false),
    UINT64(8, 64, false),
    FLOAT(9, Float.class),
    DOUBLE(10, Double.class),
    BOOLEAN(11, Boolean.class),
    STRING(12, String.class),
    DATETIME(13, 64, false),
    TEXT(14, String.class);

    private static final DataType[] ALL = values();

    private final int code;
    private final int bits;
    private final boolean signed;
    private final Class<?> valueClass;

    DataType(int code, int bits, boolean signed) {
        this.code = code;
        this.bits = bits;
        this.signed = signed;
        this.valueClass = Long.class;
    }

    DataType(int code, Class<?> valueClass) {
        this.code = code;
        this.bits = 0;
        this.signed = false;
        this.valueClass = valueClass;
    }

    /** Code on the wire. */
    public int code() {
        return code;
    }

    /** The type with this code on the wire; empty for those this product has no use for. */
    public static Optional<DataType> ofCode(int code) {
        return code >= 1 && code <= ALL.length ? Optional.of(ALL[code - 1]) : Optional.empty();
    }

    /** Width of an integer type (DATETIME is one); 0 for the others. */
    int bits() {
        return bits;
    }

    /** Whether a metric of this type can have this value: right class and, for integers, in range. Null is no value. */
    public boolean accepts(Object value) {
        return valueClass.isInstance(value) && (bits == 0 || narrow((Long) value) == (Long) value);
    }

    /**
     * What an integer on the wire means in this type. Senders differ in how far they extend the sign, so -1 as INT8 may come
     * as FF or as FFFFFFFF; a number that is neither is returned unchanged, and {@link #accepts} then refuses it.
     *
     * @throws IllegalStateException if this is no integer type
     */
    public long fromWire(long wire) {
        if (bits == 0) {
            throw new IllegalStateException(this + " is no integer type");
        }
        long narrow = narrow(wire);
        if (signed) {
            return wire == (wire & mask()) ? narrow : wire;
        }
        // int_value arrives sign-extended from 32 bits; a negative UINT8 or UINT16 is a sender's mistake
        return bits == Integer.SIZE && wire == (int) wire ? narrow : wire;
    }

    /** The low bits, as this type reads them. */
    private long narrow(long value) {
        int unused = Long.SIZE - bits;
        return signed || bits == Long.SIZE ? value << unused >> unused : value & mask();
    }

    private long mask() {
        return -1L >>> (Long.SIZE - bits);
    }
}
