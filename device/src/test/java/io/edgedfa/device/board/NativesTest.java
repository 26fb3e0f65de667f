package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NativesTest {

    @AfterEach
    void restore() {
        System.clearProperty(Natives.PROPERTY);
    }

    private static String status(String file, String key) {
        try {
            return Files.readAllLines(Path.of(file)).stream().filter(line -> line.startsWith(key + ":")).findFirst()
                    .map(line -> line.substring(key.length() + 1).strip()).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String allowedCores() {
        return status("/proc/thread-self/status", "Cpus_allowed_list");
    }

    /** In a thread of its own, so that the cores of this one stay as they are. */
    private static <T> T inAThread(Supplier<T> work) throws InterruptedException, ExecutionException {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(task, "pinned").start();
        return task.get();
    }

    @Test
    void shouldBeThereOnLinux() {
        assertEquals(Optional.empty(), Natives.load().absence());
    }

    @Test
    void shouldKeepAThreadOnACore() throws InterruptedException, ExecutionException {
        String before = allowedCores();
        List<Integer> allowed = Cores.parse(before).numbers();
        Cores last = new Cores(List.of(allowed.get(allowed.size() - 1)));
        String inside = inAThread(() -> {
            assertEquals(Optional.empty(), Natives.load().pinCallingThread(last));
            return allowedCores();
        });
        assertEquals(last.toString(), inside);
        assertEquals(before, allowedCores()); // of this thread, which was not asked
    }

    @Test
    void shouldGiveTheCoresBack() throws InterruptedException, ExecutionException {
        String before = allowedCores();
        Cores all = Cores.parse(before);
        String after = inAThread(() -> {
            Natives.load().pinCallingThread(new Cores(all.numbers().subList(0, 1)));
            assertEquals(Optional.empty(), Natives.load().pinCallingThread(all));
            return allowedCores();
        });
        assertEquals(before, after);
    }

    @Test
    void shouldSayWhyWhenTheMachineHasNoSuchCore() throws InterruptedException, ExecutionException {
        String refusal = inAThread(() -> Natives.load().pinCallingThread(Cores.parse("1022-1023")).orElseThrow());
        assertTrue(refusal.contains("cores 1022-1023") && refusal.contains("Invalid argument (errno 22)"), refusal);
    }

    @Test
    void shouldSayWhichCoresItGotWhenThereAreNotAll() throws InterruptedException, ExecutionException {
        int first = Cores.parse(allowedCores()).numbers().get(0);
        String refusal = inAThread(() -> Natives.load().pinCallingThread(Cores.parse(first + ",1023")).orElseThrow());
        assertTrue(refusal.contains("got " + first + " only"), refusal);
    }

    /** In a small process of its own: all that this one has mapped would take a minute. */
    @Test
    void shouldLockMemoryOrSayWhyNot() throws Exception {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx16m", "-XX:MaxDirectMemorySize=64m",
                "-XX:+UseSerialGC", "-XX:ReservedCodeCacheSize=8m", "-cp", System.getProperty("java.class.path"), MemoryLocker.class.getName())
                .redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        if (said.startsWith("refused")) { // EPERM or ENOMEM of mlockall(2), nothing else
            assertTrue(said.matches("(?s)refused: mlockall was refused: .*\\(errno (1|12)\\); .*LimitMEMLOCK=infinity.*"), said);
            return;
        }
        long[] kib = Arrays.stream(said.strip().split(" ")).mapToLong(Long::parseLong).toArray();
        assertTrue(kib[1] > kib[0], "what there is: " + said);
        assertTrue(kib[2] >= kib[1] + MemoryLocker.FUTURE_BYTES / 1024, "what comes: " + said);
    }

    @Test
    void shouldDoNothingAndSaySoWhenSwitchedOff() {
        System.setProperty(Natives.PROPERTY, "off");
        Natives natives = Natives.load();
        String why = natives.absence().orElseThrow();
        assertTrue(why.contains("-Dedgedfa.natives=off"), why);
        assertEquals(Optional.of(why), natives.lockMemory());
        assertEquals(Optional.of(why), natives.pinCallingThread(Cores.parse("0")));
        assertEquals(Optional.of(why), ServiceManager.at("/run/systemd/notify").ready());
        assertEquals(Optional.of(why), ServiceManager.at("/run/systemd/notify").reloading());
    }

    @Test
    void shouldSayWhatIsAllowedWhenTheSwitchIsNeither() {
        System.setProperty(Natives.PROPERTY, "yes");
        assertTrue(Natives.load().absence().orElseThrow().contains("allowed: on, off"));
    }

    @Test
    void shouldNotLoadJnaBeforeSomethingNativeIsAskedFor() throws IOException, InterruptedException {
        assertFalse(classesLoadedBy(NothingNative.class, "on").contains("com.sun.jna."));
        assertFalse(classesLoadedBy(SomethingNative.class, "off").contains("com.sun.jna."));
        assertTrue(classesLoadedBy(SomethingNative.class, "on").contains("com.sun.jna."));
    }

    /** What a process without a service manager calls. */
    static final class NothingNative {
        public static void main(String[] args) {
            new BoardReadings(Path.of("/"), Path.of("/")).read();
            Identity.of(Path.of("/"));
            new ProcessUsage(Path.of("/")).threads();
            ServiceManager.at(null).ready();
            Cores.parse("0-1");
        }
    }

    static final class SomethingNative {
        public static void main(String[] args) {
            ServiceManager.at("/missing").ready();
            Natives.load().pinCallingThread(Cores.parse("0"));
        }
    }

    private static String classesLoadedBy(Class<?> main, String natives) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process process = new ProcessBuilder(java, "-Xlog:class+load", "-D" + Natives.PROPERTY + "=" + natives,
                "-cp", System.getProperty("java.class.path"), main.getName()).redirectErrorStream(true).start();
        String log = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), log);
        assertTrue(log.contains(main.getName()), log);
        return log;
    }
}
