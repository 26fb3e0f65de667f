package io.edgedfa.host.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code install.sh}, run on a system in a folder, whose user edge-dfa is whoever runs the test. */
class InstallerTest {
    private static final String CONFIGURATION = "etc/edge-dfa/board.toml";

    @TempDir
    private Path folder;
    private Path root;
    private String said;

    @BeforeEach
    void system() throws IOException {
        root = Files.createDirectories(folder.resolve("a system"));
        Files.createDirectories(root.resolve("etc"));
        String owner = Files.getAttribute(root, "unix:uid") + ":" + Files.getAttribute(root, "unix:gid");
        Files.writeString(root.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\nedge-dfa:x:" + owner + "::/:/bin/false\n");
    }

    private Path unpacked(String version, Consumer<Tree> more) throws IOException {
        Tree tree = new Tree();
        tree.file("usr/lib/edge-dfa-device/lib/program.jar", text("program " + version));
        tree.link("usr/bin/edge-dfa-device", "../lib/edge-dfa-device/bin/edge-dfa-device");
        tree.secret("etc/edge-dfa/board.key", text("key"));
        more.accept(tree);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new InstallerArchive(new Control(version, "arm64", List.of()), tree, Instant.EPOCH).write(bytes);
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()));
                TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path place = folder.resolve(entry.getName());
                if (entry.isDirectory()) {
                    Files.createDirectories(place);
                } else if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(place, Path.of(entry.getLinkName()));
                } else {
                    Files.write(place, tar.readAllBytes());
                    Files.setPosixFilePermissions(place, PosixFilePermissions.fromString(
                            entry.getMode() == 0755 || (entry.getMode() & 0111) != 0 ? "rwxr-xr-x" : (entry.getMode() & 077) == 0 ? "rw-------" : "rw-r--r--"));
                }
            }
        }
        return folder.resolve("edge-dfa-device_" + version + "_arm64");
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Consumer<Tree> configured(String text) {
        return tree -> tree.configuration(CONFIGURATION, text(text));
    }

    private int run(Path archive, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", archive.resolve("install.sh").toString()));
        command.addAll(List.of(options));
        command.addAll(List.of("--root", root.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)).map(file -> root.relativize(file).toString())
                    .filter(name -> !name.equals("etc/passwd") && !name.contains("/installer/")).sorted().toList();
        }
    }

    @Test
    void shouldInstallEnableAndGiveTheKeyToTheUser() throws Exception {
        assertEquals(0, run(unpacked("1.0", configured("a"))), said);
        assertEquals(List.of("etc/edge-dfa/board.key", CONFIGURATION, "etc/systemd/system/multi-user.target.wants/edge-dfa-device.service",
                "usr/bin/edge-dfa-device", "usr/lib/edge-dfa-device/lib/program.jar"), files());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("etc/edge-dfa/board.key"))));
        assertEquals("rwxr-x---", PosixFilePermissions.toString(Files.getPosixFilePermissions(root.resolve("var/lib/edge-dfa"))));
        assertEquals(Path.of("../lib/edge-dfa-device/bin/edge-dfa-device"), Files.readSymbolicLink(root.resolve("usr/bin/edge-dfa-device")));
        assertEquals("edge-dfa-device 1.0 is installed in " + root + "\n", said);
    }

    @Test
    void shouldReplaceAnUntouchedConfigurationAndRemoveWhatIsNoMoreWhenUpgraded() throws Exception {
        assertEquals(0, run(unpacked("1.0", configured("a").andThen(tree -> tree.file("usr/lib/edge-dfa-device/old lib.jar", text("old"))))), said);
        assertTrue(Files.exists(root.resolve("usr/lib/edge-dfa-device/old lib.jar")));
        assertEquals(0, run(unpacked("1.1", configured("b"))), said);
        assertEquals("b", Files.readString(root.resolve(CONFIGURATION)));
        assertEquals("program 1.1", Files.readString(root.resolve("usr/lib/edge-dfa-device/lib/program.jar")));
        assertFalse(Files.exists(root.resolve("usr/lib/edge-dfa-device/old lib.jar")));
        assertFalse(Files.exists(root.resolve(CONFIGURATION + ".new")));
    }

    @Test
    void shouldKeepAChangedConfigurationAndPutTheNewOneBesideItWhenUpgraded() throws Exception {
        assertEquals(0, run(unpacked("1.0", configured("a"))), said);
        Files.writeString(root.resolve(CONFIGURATION), "mine");
        assertEquals(0, run(unpacked("1.1", configured("a"))), said);
        assertFalse(Files.exists(root.resolve(CONFIGURATION + ".new")), "nothing is new");
        assertEquals(0, run(unpacked("1.2", configured("c"))), said);
        assertEquals("mine", Files.readString(root.resolve(CONFIGURATION)));
        assertEquals("c", Files.readString(root.resolve(CONFIGURATION + ".new")));
        assertTrue(said.contains("/etc/edge-dfa/board.toml was changed here and stays"), said);
        assertFalse(Files.exists(root.resolve("etc/edge-dfa/board.key.new")));
    }

    @Test
    void shouldNotBringBackAServiceThatWasDisabledNorAConfigurationThatWasDeletedWhenUpgraded() throws Exception {
        assertEquals(0, run(unpacked("1.0", configured("a"))), said);
        Path wanted = root.resolve("etc/systemd/system/multi-user.target.wants/edge-dfa-device.service");
        Files.delete(wanted);
        Files.delete(root.resolve(CONFIGURATION));
        assertEquals(0, run(unpacked("1.1", configured("a"))), said);
        assertFalse(Files.exists(wanted, LinkOption.NOFOLLOW_LINKS));
        assertFalse(Files.exists(root.resolve(CONFIGURATION)));
    }

    @Test
    void shouldLeaveConfigurationAndDataWhenRemovedAndNothingWhenPurged() throws Exception {
        Path archive = unpacked("1.0", configured("a"));
        assertEquals(0, run(archive), said);
        Files.writeString(root.resolve("var/lib/edge-dfa/board.store"), "learned");
        assertEquals(0, run(root.resolve("usr/lib/edge-dfa-device/installer"), "--remove"), said);
        assertEquals(List.of("etc/edge-dfa/board.key", CONFIGURATION, "var/lib/edge-dfa/board.store"), files());
        assertFalse(Files.exists(root.resolve("usr/lib/edge-dfa-device")));
        assertEquals(1, run(archive, "--remove"), said);
        assertTrue(said.contains("is not installed"), said);
        assertEquals(0, run(archive, "--purge"), said);
        assertEquals(List.of(), files());
        assertFalse(Files.exists(root.resolve("etc/edge-dfa")));
    }

    @Test
    void shouldRefuseWhatDpkgInstalledAndOptionsThatItDoesNotKnow() throws Exception {
        Path archive = unpacked("1.0", configured("a"));
        Path list = root.resolve("var/lib/dpkg/info/edge-dfa-device.list");
        Files.createDirectories(list.getParent());
        Files.writeString(list, "/.\n");
        assertEquals(1, run(archive), said);
        assertTrue(said.contains("was installed by dpkg"), said);
        Files.delete(list);
        assertEquals(2, run(archive, "--undo"), said);
        assertEquals("install.sh: '--undo' is unknown; allowed: --remove, --purge, --root DIR, --help\n", said);
        assertEquals(List.of(), files());
    }

    @Test
    void shouldGiveTheSameBytesWhenMadeAgain() throws Exception {
        ByteArrayOutputStream[] made = {new ByteArrayOutputStream(), new ByteArrayOutputStream()};
        for (ByteArrayOutputStream one : made) {
            Tree tree = new Tree();
            configured("a").accept(tree);
            new InstallerArchive(new Control("1.0", "arm64", List.of()), tree, Instant.EPOCH).write(one);
        }
        assertEquals(List.of(made[0].toByteArray().length), List.of(made[1].toByteArray().length));
        assertTrue(java.util.Arrays.equals(made[0].toByteArray(), made[1].toByteArray()));
    }
}
