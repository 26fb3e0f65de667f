package io.edgedfa.host.bundle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DebianPackageTest {
    private static final Instant TIME = Instant.parse("2026-11-01T00:00:00Z");
    private static final Control CONTROL = new Control("0.1.0+3", "arm64", List.of("adduser", "libc6 (>= 2.27)"));

    @TempDir
    private Path folder;

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Tree tree() {
        Tree tree = new Tree();
        tree.secret("etc/edge-dfa/board.key", text("key\n"));
        tree.configuration("etc/edge-dfa/board.toml", text("[board]\n"));
        tree.file("usr/share/a b/model.onnx", text("m".repeat(3000)));
        tree.link("usr/bin/edge", "../lib/edge");
        return tree;
    }

    private static byte[] bytes(Tree tree) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new DebianPackage(CONTROL, tree, TIME).write(out);
        return out.toByteArray();
    }

    private static Map<String, byte[]> members(byte[] deb) throws IOException {
        Map<String, byte[]> members = new LinkedHashMap<>();
        try (ArArchiveInputStream ar = new ArArchiveInputStream(new ByteArrayInputStream(deb))) {
            for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
                assertEquals(TIME.getEpochSecond(), entry.getLastModified());
                members.put(entry.getName(), ar.readAllBytes());
            }
        }
        return members;
    }

    private static Map<TarArchiveEntry, String> tar(byte[] xz) throws IOException {
        Map<TarArchiveEntry, String> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(new ByteArrayInputStream(xz)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                entries.put(entry, new String(tar.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return entries;
    }

    private static Map<String, String> control(Tree tree) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        tar(members(bytes(tree)).get("control.tar.xz")).forEach((entry, content) -> files.put(entry.getName(), content));
        return files;
    }

    @Test
    void shouldHaveTheThreeMembersInDpkgsOrder() throws IOException {
        Map<String, byte[]> members = members(bytes(tree()));
        assertEquals(List.of("debian-binary", "control.tar.xz", "data.tar.xz"), List.copyOf(members.keySet()));
        assertArrayEquals(text("2.0\n"), members.get("debian-binary"));
    }

    @Test
    void shouldInstallEverythingAsRootsWithItsModeAndTheFoldersAboveFirst() throws IOException {
        List<String> lines = new ArrayList<>();
        for (TarArchiveEntry entry : tar(members(bytes(tree())).get("data.tar.xz")).keySet()) {
            assertEquals("root root 0 0", entry.getUserName() + " " + entry.getGroupName() + " " + entry.getLongUserId() + " " + entry.getLongGroupId());
            assertEquals(TIME, entry.getLastModifiedTime().toInstant());
            lines.add(Integer.toOctalString(entry.getMode() & 07777) + " " + entry.getName() + (entry.isSymbolicLink() ? " -> " + entry.getLinkName() : ""));
        }
        assertEquals(List.of("755 ./", "755 ./etc/", "755 ./etc/edge-dfa/", "600 ./etc/edge-dfa/board.key", "644 ./etc/edge-dfa/board.toml",
                "755 ./usr/", "755 ./usr/bin/", "777 ./usr/bin/edge -> ../lib/edge", "755 ./usr/share/", "755 ./usr/share/a b/",
                "644 ./usr/share/a b/model.onnx"), lines);
    }

    @Test
    void shouldNameWhatTheOwnerMayChangeAndGiveSumsOfAllElse() throws Exception {
        Map<String, String> control = control(tree());
        assertEquals("/etc/edge-dfa/board.key\n/etc/edge-dfa/board.toml\n", control.get("./conffiles"));
        String sum = HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(text("m".repeat(3000))));
        assertEquals(sum + "  usr/share/a b/model.onnx\n", control.get("./md5sums"));
    }

    @Test
    void shouldSayVersionArchitectureSizeAndNeeds() throws IOException {
        List<String> lines = control(tree()).get("./control").lines().toList();
        assertTrue(lines.containsAll(List.of("Package: edge-dfa-device", "Version: 0.1.0+3", "Architecture: arm64",
                "Depends: adduser, libc6 (>= 2.27)")), lines.toString());
        assertTrue(lines.contains("Installed-Size: 12"), "3 KiB, twice 1 KiB, 6 folders and a link: " + lines);
    }

    @Test
    void shouldHaveScriptsThatAnyPosixShellCanReadAndThatRefuseAnUnknownCall() throws Exception {
        Map<String, String> control = control(tree());
        for (String script : Scripts.MAINTAINER) {
            Path file = Files.writeString(folder.resolve(script), control.get("./" + script));
            Process process = new ProcessBuilder("sh", file.toString(), "dance").redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(1, process.waitFor(), said);
            assertTrue(said.startsWith(script + " is called with 'dance'; allowed: ") && said.lines().count() == 1, said);
        }
    }

    @Test
    void shouldGiveTheSameBytesWhenMadeAgainFromFilesOfAnotherTime() throws Exception {
        Path first = Files.createDirectories(folder.resolve("first"));
        Path second = Files.createDirectories(folder.resolve("second"));
        for (Path one : List.of(first, second)) {
            for (String name : one == first ? List.of("b", "a") : List.of("a", "b")) {
                Files.writeString(one.resolve(name), name);
            }
            Files.setLastModifiedTime(one.resolve("a"), java.nio.file.attribute.FileTime.from(Instant.parse(one == first ? "2001-01-01T00:00:00Z" : "2002-01-01T00:00:00Z")));
        }
        Tree one = tree();
        one.folder("usr/lib/x", first);
        Tree other = tree();
        other.folder("usr/lib/x", second);
        assertArrayEquals(bytes(one), bytes(other));
    }

    @Test
    void shouldBeReadByDpkg() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg-deb")) || "true".equals(System.getenv("CI")), "no dpkg-deb on this machine");
        Path deb = Files.write(folder.resolve("a.deb"), bytes(tree()));
        Process process = new ProcessBuilder("dpkg-deb", "-x", deb.toString(), folder.resolve("root").toString()).redirectErrorStream(true).start();
        try (InputStream said = process.getInputStream()) {
            assertEquals("", new String(said.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(0, process.waitFor());
        assertEquals("m".repeat(3000), Files.readString(folder.resolve("root/usr/share/a b/model.onnx")));
        assertEquals(Path.of("../lib/edge"), Files.readSymbolicLink(folder.resolve("root/usr/bin/edge")));
        assertFalse(Files.exists(folder.resolve("root/DEBIAN")));
    }
}
