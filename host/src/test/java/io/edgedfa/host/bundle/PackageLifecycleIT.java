package io.edgedfa.host.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.edgedfa.host.app.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packages of two versions on an emulated ARM board with Debian's own dpkg, from the first installation to the last trace: the
 * first for boards of a kind, the second, newer, with one board's key in it.
 */
class PackageLifecycleIT {
    private static final Path MODELS = Path.of("..", "models").toAbsolutePath().normalize();
    private static final String CONFIGURATION = "/etc/edge-dfa/board.toml";
    private static final String DATA = "/var/lib/edge-dfa";
    private static final String PROGRAM = "/usr/lib/edge-dfa-device";
    private static final String ARCHIVE = PROGRAM + "/lib/edge-dfa-device.jsa";
    private static final String WANTED = "/etc/systemd/system/multi-user.target.wants/edge-dfa-device.service";
    private static final String OLD = "edge-dfa-device_0.1.0_arm64";
    private static final String NEW = "edge-dfa-device_0.1.0+2_arm64";
    /** Java refuses to start with it, so that no archive of classes is made, which takes half a minute under emulation. */
    private static final Map<String, String> NO_ARCHIVE = Map.of("EDGE_DFA_JAVA_OPTIONS", "-XX:NoSuchOption");

    @TempDir
    static Path folder;

    private static Processes processes;
    private static EmulatedBoard board;
    private static int brokerPort;

    @BeforeAll
    static void bundle() throws Exception {
        String missing = EmulatedBoard.missing();
        if (missing != null) {
            System.out.println("skipped: no board is emulated here: " + missing);
            assertFalse("true".equals(System.getenv("CI")), "CI must have an emulated board: " + missing);
        }
        assumeTrue(missing == null, missing);
        if (!EmulatedBoard.kernelCan()) {
            System.out.println("skipped: this kernel has no binfmt_misc, so no package can be installed on an emulated board");
        }
        assumeTrue(EmulatedBoard.kernelCan(), "no binfmt_misc");
        processes = new Processes(folder);
        brokerPort = Processes.freePort();
        List<Process> bundles = List.of(bundle("old", "--broker", "tcp://127.0.0.1:" + brokerPort),
                bundle("new", "--broker", "ssl://broker.example:8883", "--enroll", "board-7", "--revision", "2"));
        board = EmulatedBoard.copy(folder, processes);
        for (int i = 0; i < 2; i++) {
            assertTrue(bundles.get(i).waitFor(120, TimeUnit.SECONDS));
            assertEquals(0, bundles.get(i).exitValue(), processes.output(i == 0 ? "old" : "new"));
        }
        for (String name : List.of(OLD, NEW)) {
            Files.move(folder.resolve(name + ".deb"), board.path("/srv/" + name + ".deb"));
            Process unpack = processes.start("unpack",
                    List.of("tar", "-C", board.path("/srv").toString(), "-xzf", folder.resolve(name + ".tar.gz").toString()));
            assertEquals(0, unpack.waitFor(), processes.output("unpack"));
        }
    }

    private static Process bundle(String name, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("bundle", "--board", "raspberry-pi-4", "--model",
                MODELS.resolve("digits-fc2-128.onnx").toString(), "-o", folder.toString()));
        arguments.addAll(List.of(options));
        return processes.java(name, Processes.HOST_JAR, arguments.toArray(String[]::new));
    }

    @AfterAll
    static void end() throws Exception {
        if (board != null) {
            board.close();
        }
        if (processes != null) {
            processes.close();
        }
    }

    /** A run on the board that makes no archive of classes. */
    private static String run(String line) throws Exception {
        return board.run(NO_ARCHIVE, line).strip();
    }

    private static void dpkg(String arguments) throws Exception {
        String ended = run("dpkg " + arguments);
        assertTrue(ended.startsWith("0"), ended);
    }

    private static String state() throws Exception {
        return run("dpkg-query -W -f '${Status} ${Version}' edge-dfa-device");
    }

    private static boolean isThere(String path) {
        return Files.exists(board.path(path), LinkOption.NOFOLLOW_LINKS);
    }

    private static void change(String path) throws IOException {
        Files.writeString(board.path(path), "# mine\n", StandardOpenOption.APPEND);
    }

    @AfterEach
    void purge() throws Exception {
        run("dpkg -P edge-dfa-device; " + PROGRAM + "/installer/install.sh --purge");
    }

    @Test
    void shouldBeInstalledAndLearnInSightOfTheHost() throws Exception {
        assertEquals("0", board.run(Map.of(), "dpkg -i /srv/" + OLD + ".deb > /dev/null").strip());
        assertEquals("0 install ok installed 0.1.0", state());
        assertEquals("root root 644", board.facts(CONFIGURATION));
        assertEquals("edge-dfa edge-dfa 750", board.facts(DATA));
        assertEquals("root root 755", board.facts(PROGRAM + "/bin/edge-dfa-device"));
        assertEquals("root root 444", board.facts(ARCHIVE));
        assertEquals("0 edge-dfa:" + DATA + ":/usr/sbin/nologin", run("getent passwd edge-dfa | cut -d : -f 1,6,7"));
        assertEquals(Path.of("/lib/systemd/system/edge-dfa-device.service"), Files.readSymbolicLink(board.path(WANTED)));
        Files.writeString(folder.resolve("mosquitto.conf"), "listener " + brokerPort + " 127.0.0.1\nallow_anonymous true\n");
        processes.start("broker", List.of("/usr/sbin/mosquitto", "-c", "mosquitto.conf"));
        int webPort = Processes.freePort();
        processes.java("host", Processes.HOST_JAR, "serve", "--broker", "tcp://127.0.0.1:" + brokerPort, "--web-port",
                Integer.toString(webPort), "--store", "host.db");

        Process service = startService();
        processes.await("the board online", 120, () -> processes.is(webPort, EmulatedBoard.HOST_NAME, "online"));
        processes.await("learning", 60, () -> processes.samples(webPort, EmulatedBoard.HOST_NAME) > 50);
        service.children().forEach(ProcessHandle::destroy);
        assertTrue(service.waitFor(60, TimeUnit.SECONDS), "SIGTERM must end it: " + processes.output("board"));
        assertTrue(List.of(unit("SuccessExitStatus").split(" ")).contains(Integer.toString(service.exitValue())), processes.output("board"));
        processes.await("goodbye", 30, () -> processes.is(webPort, EmulatedBoard.HOST_NAME, "dead"));
        assertEquals("edge-dfa edge-dfa", board.facts(DATA + "/board.store").replaceFirst(" \\d+$", ""));
        assertEquals("edge-dfa edge-dfa", board.facts(DATA + "/learned.onnx").replaceFirst(" \\d+$", ""));
    }

    /** As systemd would: the unit's line and environment, as its user. */
    private static Process startService() throws Exception {
        Map<String, String> environment = new TreeMap<>();
        String texts = board.text("/lib/systemd/system/edge-dfa-device.service")
                + board.text("/lib/systemd/system/edge-dfa-device.service.d/board.conf");
        texts.lines().filter(line -> line.startsWith("Environment="))
                .map(line -> line.substring("Environment=".length()).split("=", 2)).forEach(pair -> environment.put(pair[0], pair[1]));
        String user = unit("User");
        List<String> command = new ArrayList<>(List.of("setpriv", "--reuid=" + user, "--regid=" + user, "--init-groups", "--no-new-privs"));
        command.addAll(List.of(unit("ExecStart").split(" ")));
        return board.start("board", environment, command);
    }

    private static String unit(String key) throws IOException {
        return board.text("/lib/systemd/system/edge-dfa-device.service").lines().filter(line -> line.startsWith(key + "="))
                .findFirst().orElseThrow().substring(key.length() + 1);
    }

    @Test
    void shouldKeepWhatIsTheBoardsUntilItIsPurged() throws Exception {
        dpkg("-i /srv/" + OLD + ".deb");
        Files.writeString(board.path(DATA + "/board.store"), "learned");
        Files.writeString(board.path(ARCHIVE), "of other classes");
        dpkg("-i /srv/" + NEW + ".deb");
        assertEquals("0 install ok installed 0.1.0+2", state());
        assertFalse(isThere(ARCHIVE), "it would be of the classes of before");
        assertTrue(board.text(CONFIGURATION).contains("broker = \"ssl://broker.example:8883\""), "unchanged, so it is replaced");
        assertEquals("edge-dfa edge-dfa 600", board.facts("/etc/edge-dfa/board.key"));
        assertEquals("root root 644", board.facts("/etc/edge-dfa/board.crt"));

        change(CONFIGURATION);
        dpkg("--force-confdef --force-confold -i /srv/" + OLD + ".deb");
        assertTrue(board.text(CONFIGURATION).endsWith("# mine\n"), "changed, so it stays");
        assertTrue(board.text(CONFIGURATION + ".dpkg-dist").contains("broker = \"tcp://127.0.0.1:"));
        assertEquals("learned", board.text(DATA + "/board.store"));

        Files.writeString(board.path(ARCHIVE), "made on the board");
        dpkg("-r edge-dfa-device");
        assertFalse(isThere(PROGRAM), "nothing is left there");
        assertEquals("learned", board.text(DATA + "/board.store"));
        dpkg("--force-confdef --force-confold -i /srv/" + NEW + ".deb");
        assertTrue(board.text(CONFIGURATION).endsWith("# mine\n"));
        assertTrue(isThere(WANTED));

        dpkg("-P edge-dfa-device");
        for (String path : List.of(PROGRAM, DATA, "/etc/edge-dfa", WANTED, "/usr/bin/edge-dfa-device", "/usr/share/edge-dfa-device")) {
            assertFalse(isThere(path), path);
        }
    }

    @Test
    void shouldBeInstalledUpgradedAndPurgedWithoutDpkg() throws Exception {
        install(OLD);
        assertEquals("edge-dfa edge-dfa 750", board.facts(DATA));
        assertTrue(isThere(WANTED));
        Files.writeString(board.path(DATA + "/board.store"), "learned");
        install(NEW);
        assertTrue(board.text(CONFIGURATION).contains("broker = \"ssl://broker.example:8883\""), "unchanged, so it is replaced");
        assertEquals("edge-dfa edge-dfa 600", board.facts("/etc/edge-dfa/board.key"));
        change(CONFIGURATION);
        String removed = run(PROGRAM + "/installer/install.sh --remove");
        assertTrue(removed.startsWith("0"), removed);
        assertFalse(isThere(PROGRAM), "nothing is left there");
        assertFalse(isThere(WANTED));
        assertEquals("learned", board.text(DATA + "/board.store"));
        assertTrue(board.text(CONFIGURATION).endsWith("# mine\n"));
        String purged = run("/srv/" + NEW + "/install.sh --purge");
        assertTrue(purged.startsWith("0"), purged);
        for (String path : List.of(PROGRAM, DATA, "/etc/edge-dfa", WANTED, "/usr/bin/edge-dfa-device", "/usr/share/edge-dfa-device")) {
            assertFalse(isThere(path), path);
        }
    }

    private static void install(String name) throws Exception {
        String ended = run("/srv/" + name + "/install.sh");
        assertTrue(ended.startsWith("0"), ended);
    }
}
