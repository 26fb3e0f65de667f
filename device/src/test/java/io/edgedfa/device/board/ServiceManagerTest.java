package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Filter;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each message is received on a real socket. */
class ServiceManagerTest {
    @TempDir
    Path folder;

    private String path() {
        return folder.resolve("notify").toString();
    }

    private static String abstractName() {
        return "@edgedfa-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    @Test
    void shouldTellASocketWithAPath() {
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
            ServiceManager manager = ServiceManager.at(path());
            assertEquals(Optional.empty(), manager.absence());
            assertEquals(Optional.empty(), manager.ready());
            assertEquals("READY=1", receiver.next());
        }
    }

    @Test
    void shouldTellASocketWithAnAbstractName() {
        String name = abstractName();
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(name)) {
            assertEquals(Optional.empty(), ServiceManager.at(name).stopping());
            assertEquals("STOPPING=1", receiver.next());
        }
    }

    @Test
    void shouldSendOneDatagramForEachMessage() {
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
            ServiceManager manager = ServiceManager.at(path());
            manager.feedWatchdog();
            manager.status("learning, 1200 steps, 97 %");
            assertEquals("WATCHDOG=1", receiver.next());
            assertEquals("STATUS=learning, 1200 steps, 97 %", receiver.next());
            assertNull(receiver.next());
        }
    }

    @Test
    void shouldSayWhenItReloads() {
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
            long before = System.nanoTime() / 1000; // CLOCK_MONOTONIC on Linux
            ServiceManager.at(path()).reloading();
            long after = System.nanoTime() / 1000;
            String[] lines = receiver.next().split("\n");
            assertEquals("RELOADING=1", lines[0]);
            long micros = Long.parseLong(lines[1].replace("MONOTONIC_USEC=", ""));
            assertTrue(micros >= before && micros <= after, before + " <= " + micros + " <= " + after);
        }
    }

    @Test
    void shouldKeepAStatusToOneShortLineWhenItIsMore() {
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
            ServiceManager.at(path()).status("x\nREADY=1\r" + "y".repeat(10_000));
            String message = receiver.next();
            assertEquals("STATUS=x READY=1 " + "y".repeat(490), message);
        }
    }

    @Test
    void shouldSayWhyWhenNobodyListens() {
        String refusal = ServiceManager.at(path()).ready().orElseThrow();
        assertTrue(refusal.contains(path()) && refusal.contains("No such file or directory (errno 2)"), refusal);
    }

    @Test
    void shouldLogTroubleWhenItBeginsAndNotAgain() {
        List<String> logged = new ArrayList<>();
        Logger logger = Logger.getLogger(ServiceManager.class.getName());
        Filter before = logger.getFilter();
        logger.setFilter(record -> {
            logged.add(record.getMessage());
            return false;
        });
        try {
            ServiceManager manager = ServiceManager.at(path());
            manager.ready();
            manager.feedWatchdog();
            try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
                manager.feedWatchdog();
                assertEquals("WATCHDOG=1", receiver.next());
            }
            manager.feedWatchdog(); // refused in another way
            manager.feedWatchdog();
        } finally {
            logger.setFilter(before);
        }
        assertEquals(2, logged.size(), logged::toString);
        assertTrue(logged.get(0).contains("READY=1") && logged.get(1).contains("errno 111"), logged::toString);
    }

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // waiting would be for ever
    void shouldNotWaitWhenTheQueueIsFull() {
        try (TestLibC.Receiver receiver = new TestLibC.Receiver(path())) {
            ServiceManager manager = ServiceManager.at(path());
            Optional<String> refusal = Optional.empty();
            int sent = 0;
            while (refusal.isEmpty() && sent < 100_000) {
                refusal = manager.feedWatchdog();
                sent++;
            }
            assertTrue(refusal.orElseThrow().contains("(errno 11)"), refusal.toString());
            while (receiver.next() != null) {
                sent--;
            }
            assertEquals(1, sent); // the refused one
            assertEquals(Optional.empty(), manager.feedWatchdog());
        }
    }

    @Test
    void shouldLeaveNoSocketOpen() {
        ProcessUsage usage = new ProcessUsage(Path.of("/"));
        ServiceManager manager = ServiceManager.at(path());
        manager.ready(); // loads the library
        long before = usage.openFiles().orElseThrow();
        for (int i = 0; i < 200; i++) {
            manager.ready();
        }
        assertTrue(usage.openFiles().orElseThrow() < before + 100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "notify", "vsock:2:1234", "@", "/"})
    void shouldExplainAnAddressItCannotTell(String address) {
        ServiceManager manager = ServiceManager.at(address);
        assertTrue(manager.absence().orElseThrow().contains("NOTIFY_SOCKET"));
        assertEquals(manager.absence(), manager.ready());
        assertEquals(manager.absence(), manager.reloading());
    }

    @Test
    void shouldExplainAnAddressThatIsTooLong() {
        assertTrue(ServiceManager.at("/" + "x".repeat(107)).absence().orElseThrow().contains("at most 107 bytes"));
        assertEquals(Optional.empty(), ServiceManager.at("/" + "x".repeat(106)).absence());
    }

    @Test
    void shouldHaveNobodyToTellWhenNoSocketIsNamed() {
        assertTrue(ServiceManager.at(null).ready().orElseThrow().contains("not set"));
    }

    @Test
    void shouldFeedTwiceInTheTimeOfTheWatchdog() {
        assertEquals(Optional.of(Duration.ofSeconds(15)), ServiceManager.feedEvery("30000000", null, 17));
        assertEquals(Optional.of(Duration.ofSeconds(15)), ServiceManager.feedEvery("30000000", "17", 17));
    }

    @Test
    void shouldFeedNothingWhenTheWatchdogIsAnother() {
        assertEquals(Optional.empty(), ServiceManager.feedEvery("30000000", "18", 17));
        assertEquals(Optional.empty(), ServiceManager.feedEvery(null, null, 17));
        assertEquals(Optional.empty(), ServiceManager.feedEvery("", "", 17));
    }

    @ParameterizedTest
    @CsvSource({"0, 17", "-5, 17", "1, 17", "30s, 17", "9223372036854775807, 17", "30000000, me"})
    void shouldFeedNothingWhenTheValuesMakeNoSense(String usec, String pid) {
        assertEquals(Optional.empty(), ServiceManager.feedEvery(usec, pid, 17));
    }
}
