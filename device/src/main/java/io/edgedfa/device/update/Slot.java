package io.edgedfa.device.update;

import java.util.Locale;

/** Where a model can lie: the file of the board's configuration, which is never written, or one of two slots. */
public enum Slot {
    FACTORY,
    A,
    B;

    /** The slot that may be overwritten while this one is in use. */
    Slot free() {
        return this == A ? B : A;
    }

    String file() {
        return "slot-" + name().toLowerCase(Locale.ROOT) + ".onnx";
    }

    String manifest() {
        return "slot-" + name().toLowerCase(Locale.ROOT) + ".manifest";
    }
}
