package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdentityTest {
    @TempDir
    Path root;

    @Test
    void shouldTellAJetsonNano() {
        FakeBoard.nanoOnJetPack4(root);
        assertEquals(new Identity(Optional.of("NVIDIA Jetson Nano Developer Kit"), Optional.of("32.7.1"),
                Optional.of("Ubuntu 18.04.6 LTS")), Identity.of(root));
    }

    @Test
    void shouldTellAnOrinWhoseReleaseHasMoreLines() {
        FakeBoard.orinOnJetPack6(root);
        assertEquals(Optional.of("36.4.3"), Identity.of(root).l4t());
    }

    @Test
    void shouldTellARaspberryPi() {
        FakeBoard.raspberryPi5(root);
        assertEquals(new Identity(Optional.of("Raspberry Pi 5 Model B Rev 1.0"), Optional.empty(),
                Optional.of("Debian GNU/Linux 12 (bookworm)")), Identity.of(root));
    }

    @Test
    void shouldHaveNoModelWhenThereIsNoDeviceTree() {
        FakeBoard.x86(root);
        assertEquals(new Identity(Optional.empty(), Optional.empty(), Optional.of("Fedora Linux 41 (Workstation Edition)")),
                Identity.of(root));
    }

    @Test
    void shouldKnowNothingWhenTheRootIsEmpty() {
        assertEquals(new Identity(Optional.empty(), Optional.empty(), Optional.empty()), Identity.of(root));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "R36", "# R36 (release)", "# R36 (release), REVISION: 4.3", "REVISION: 4.3, # R36 "})
    void shouldHaveNoVersionWhenTheReleaseIsGarbage(String release) {
        FakeBoard.empty(root).with("etc/nv_tegra_release", release);
        assertEquals(Optional.empty(), Identity.of(root).l4t());
    }

    @Test
    void shouldHaveTheNameThatTheKernelKnows() {
        assertEquals(Optional.empty(), Identity.hostName(root));
        FakeBoard.empty(root).with("proc/sys/kernel/hostname", "line-7-press\n");
        assertEquals(Optional.of("line-7-press"), Identity.hostName(root));
    }
}
