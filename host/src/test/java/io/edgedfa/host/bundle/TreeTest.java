package io.edgedfa.host.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeTest {
    private static final byte[] ONE = {1};

    @TempDir
    private Path folder;

    @Test
    void shouldRefuseAPathThatLeavesTheRootOrIsTwiceThere() {
        Tree tree = new Tree();
        for (String path : new String[] {"", "/etc/a", "etc/../a", "..", "./a", "a//b", "a/", "a\nb"}) {
            assertThrows(IllegalArgumentException.class, () -> tree.file(path, ONE), path);
        }
        tree.file("etc/a", ONE);
        assertThrows(IllegalArgumentException.class, () -> tree.file("etc/a", ONE));
        assertThrows(IllegalArgumentException.class, () -> tree.file("etc/a/b", ONE));
        assertThrows(IllegalArgumentException.class, () -> tree.file("etc", ONE));
    }

    @Test
    void shouldKeepProgramsAndLinksOfAFolderAndRefuseALinkOutOfIt() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("image/bin"));
        Files.writeString(bin.resolve("run"), "#!/bin/sh\n").toFile().setExecutable(true);
        Files.createSymbolicLink(bin.resolve("also"), Path.of("run"));
        Tree tree = new Tree();
        tree.folder("usr/lib/x", folder.resolve("image"));
        assertEquals("[d usr, d usr/lib, d usr/lib/x, d usr/lib/x/bin, run usr/lib/x/bin/also, 755 usr/lib/x/bin/run]", tree.entries().stream()
                .map(entry -> (entry.isFolder() ? "d" : entry.link() != null ? entry.link() : Integer.toOctalString(entry.mode())) + " " + entry.path())
                .toList().toString());
        Files.createSymbolicLink(bin.resolve("out"), Path.of("../../secret"));
        IOException refusal = assertThrows(IOException.class, () -> new Tree().folder("usr/lib/x", folder.resolve("image")));
        assertTrue(refusal.getMessage().contains("out is a link to ../../secret"), refusal.getMessage());
    }

    @Test
    void shouldKnowWhetherItHoldsASecret() {
        Tree tree = new Tree();
        tree.configuration("etc/board.crt", ONE);
        assertEquals(false, tree.isSecret());
        tree.secret("etc/board.key", ONE);
        assertEquals(true, tree.isSecret());
    }
}
