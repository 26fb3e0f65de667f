package io.edgedfa.engine.cuda.lowering;

/**
 * A piece of the card's memory. Equal only to itself.
 */
public final class Storage {

    /** Element types in the card's memory. */
    public enum Type {
        FLOAT("float", Float.BYTES),
        INT64("long long", Long.BYTES),
        BOOL("bool", 1),
        INT32("int", Integer.BYTES);

        private final String c;
        private final int bytes;

        Type(String c, int bytes) {
            this.c = c;
            this.bytes = bytes;
        }

        /** In CUDA C. */
        String c() {
            return c;
        }

        /** Of one element. */
        public int bytes() {
            return bytes;
        }
    }

    /** Who fills it and how long it lives. */
    public enum Role {
        /** Filled before every run. */
        INPUT,
        /** Lives from run to run. */
        STATE,
        /** Filled once. */
        CONSTANT,
        /** Read after every run. */
        OUTPUT,
        /** Lives within a run. */
        TEMPORARY
    }

    private final String name;
    private final Type type;
    private final int elements;
    private final Role role;
    private final boolean shared;

    /** @param elements of one replica @param shared whether one copy serves all replicas */
    Storage(String name, Type type, int elements, Role role, boolean shared) {
        this.name = name;
        this.type = type;
        this.elements = elements;
        this.role = role;
        this.shared = shared;
    }

    /** Of the tensor it holds, or what it is for. */
    public String name() {
        return name;
    }

    public Type type() {
        return type;
    }

    /** Elements of one replica. */
    public int elements() {
        return elements;
    }

    public Role role() {
        return role;
    }

    /** Whether one copy serves all replicas. */
    public boolean shared() {
        return shared;
    }

    /** Bytes of all replicas' copies. */
    public long bytes(int replicas) {
        return (long) elements * type.bytes() * (shared ? 1 : replicas);
    }

    @Override
    public String toString() {
        return name + " " + type + "[" + elements + "]" + (shared ? " shared" : "");
    }
}
