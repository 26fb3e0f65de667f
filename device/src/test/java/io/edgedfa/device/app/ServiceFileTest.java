package io.edgedfa.device.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.image.BoardImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The shipped systemd unit fits what the program does. */
class ServiceFileTest {
    private static Map<String, String> unit() throws IOException {
        Map<String, String> unit = new TreeMap<>();
        String section = "";
        for (String line : Files.readAllLines(Path.of("..", "firmware-config", "edge-dfa-device.service"))) {
            if (line.startsWith("[")) {
                section = line;
            } else if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                assertEquals(2, parts.length, line);
                unit.put(section + parts[0], parts[1]);
            }
        }
        return unit;
    }

    @Test
    void shouldStartTheInstalledLauncherWithACommandThatExists() throws IOException {
        String[] words = unit().get("[Service]ExecStart").split(" ");
        assertTrue(words[0].endsWith("/" + BoardImage.LAUNCHER), words[0]);
        CommandLine run = Main.commandLine().getSubcommands().get(words[1]);
        assertEquals("--config", run.getCommandSpec().options().stream().filter(option -> option.required()).findFirst().orElseThrow().longestName());
        assertEquals("--config", words[2]);
    }

    @Test
    void shouldBeToldWhenTheBoardIsReadyAndAlive() throws IOException {
        assertEquals("notify", unit().get("[Service]Type"));
        assertTrue(Integer.parseInt(unit().get("[Service]WatchdogSec")) >= 10, "a slow disk is no hang");
    }

    @Test
    void shouldReloadBySighupAndGiveTheCheckpointItsTime() throws IOException {
        assertEquals("/bin/sh -c \"kill -HUP $MAINPID\"", unit().get("[Service]ExecReload"));
        assertTrue(Integer.parseInt(unit().get("[Service]TimeoutStopSec")) > 5);
    }

    @Test
    void shouldRestartWithinLimits() throws IOException {
        assertEquals("always", unit().get("[Service]Restart"));
        assertTrue(Integer.parseInt(unit().get("[Unit]StartLimitBurst")) > 0);
    }

    @Test
    void shouldNeedNothingThatAnOldServiceManagerDoesNotKnow() throws IOException {
        String filter = unit().get("[Service]SystemCallFilter");
        assertTrue(filter.startsWith("~"), "what is allowed would shrink to nothing where a name in it is unknown: " + filter);
        assertFalse(filter.contains("@resources"), "process.cores needs it");
        assertFalse(unit().containsKey("[Service]MemoryDenyWriteExecute"), "Java compiles while it runs");
    }

    @Test
    void shouldLeaveTheBoardItsFolderAndNothingElseToWrite() throws IOException {
        assertEquals("strict", unit().get("[Service]ProtectSystem"));
        assertEquals("edge-dfa", unit().get("[Service]StateDirectory"));
        assertEquals("0750", unit().get("[Service]StateDirectoryMode"));
        assertEquals("", unit().get("[Service]CapabilityBoundingSet"));
        assertEquals("closed", unit().get("[Service]DevicePolicy"));
    }
}
