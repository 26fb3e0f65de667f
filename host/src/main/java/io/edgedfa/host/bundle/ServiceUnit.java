package io.edgedfa.host.bundle;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What one kind of board changes of the service's unit (systemd.resource-control(5)), as a drop-in beside it.
 *
 * @param heapMb   most memory for Java's objects, MiB; 0 for Java's own choice
 * @param memoryMb most memory of the whole process, MiB; 0 for no limit
 * @param devices  device files that it may read and write
 */
public record ServiceUnit(int heapMb, int memoryMb, List<String> devices) {
    static final String UNIT = "edge-dfa-device.service";
    private static final String FOLDER = "lib/systemd/system/";

    /** Adds the unit as it is shipped, and the drop-in. */
    public void addTo(Tree tree) {
        tree.file(FOLDER + UNIT, Scripts.bytes(UNIT));
        tree.file(FOLDER + UNIT + ".d/board.conf", text().getBytes(StandardCharsets.UTF_8));
    }

    private String text() {
        StringBuilder text = new StringBuilder("# Of this kind of board. A change: systemctl edit edge-dfa-device\n[Service]\n");
        text.append("MemoryMax=").append(memoryMb == 0 ? "infinity" : memoryMb + "M").append('\n');
        if (heapMb > 0) {
            text.append("Environment=EDGE_DFA_JAVA_OPTIONS=-Xmx").append(heapMb).append("m\n");
        }
        devices.forEach(device -> text.append("DeviceAllow=").append(device).append(" rw\n"));
        return text.toString();
    }
}
