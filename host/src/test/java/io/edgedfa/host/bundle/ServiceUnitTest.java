package io.edgedfa.host.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ServiceUnitTest {
    private static String content(ServiceUnit unit, String path) throws IOException {
        Tree tree = new Tree();
        unit.addTo(tree);
        Entry file = tree.files().filter(entry -> entry.path().equals("lib/systemd/system/" + path)).findFirst().orElseThrow();
        return new String(file.content().open().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void shouldLimitMemoryAndOpenDevicesAsTheBoardsKindSays() throws IOException {
        assertEquals("""
                # Of this kind of board. A change: systemctl edit edge-dfa-device
                [Service]
                MemoryMax=768M
                Environment=EDGE_DFA_JAVA_OPTIONS=-Xmx192m
                DeviceAllow=/dev/nvmap rw
                """, content(new ServiceUnit(192, 768, List.of("/dev/nvmap")), "edge-dfa-device.service.d/board.conf"));
    }

    @Test
    void shouldTakeTheUnitsLimitAwayWhenTheKindHasNone() throws IOException {
        assertEquals("""
                # Of this kind of board. A change: systemctl edit edge-dfa-device
                [Service]
                MemoryMax=infinity
                """, content(new ServiceUnit(0, 0, List.of()), "edge-dfa-device.service.d/board.conf"));
    }

    @Test
    void shouldBringTheUnitAsItIsShipped() throws IOException {
        assertEquals(Files.readString(Path.of("..", "firmware-config", "edge-dfa-device.service")),
                content(new ServiceUnit(0, 0, List.of()), "edge-dfa-device.service"));
    }
}
