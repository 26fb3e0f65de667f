package io.edgedfa.device.telemetry.sparkplug;

/** The Sparkplug B message types that travel under {@code namespace/group/TYPE/edge[/device]}. */
public enum MessageType {
    NBIRTH,
    NDEATH,
    DBIRTH,
    DDEATH,
    NDATA,
    DDATA,
    NCMD,
    DCMD;

    /** Whether topics of this type end in a device id. */
    public boolean ofDevice() {
        return name().charAt(0) == 'D';
    }
}
