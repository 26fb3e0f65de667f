package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.app.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An experiment in a process of its own that is killed in the middle and started again. */
class ResumeIT {

    private static final Pattern ENDED = Pattern.compile("(?m)^\\[\\d+/8]");
    private static final Pattern KEPT = Pattern.compile("(?m)^\\[\\d+/8].*\\(kept from before\\)$");

    @TempDir
    Path folder;

    private Processes processes;

    @BeforeEach
    void prepare() {
        processes = new Processes(folder);
    }

    @AfterEach
    void killAll() throws InterruptedException {
        processes.close();
    }

    @Test
    void shouldRepeatNoFinishedRunAndEndWithTheSameTableWhenKilledInTheMiddle() throws Exception {
        end("whole", "whole");
        Process killed = start("killed", "resumed");
        processes.await("three runs ended", 120, () -> count(ENDED, "killed") >= 3);
        Processes.kill(killed);
        long before = count(ENDED, "killed");
        assertTrue(before < 8, "all runs ended before the kill");
        assertFalse(Files.exists(folder.resolve("resumed/table.md")));
        end("resumed", "resumed");
        // A run may have been kept in the moment before its line was printed.
        long kept = count(KEPT, "resumed");
        assertTrue(kept >= before && kept < 8, before + " ended before the kill, " + kept + " were kept");
        assertEquals(8, count(ENDED, "resumed"));
        assertEquals(Files.readString(folder.resolve("whole/table.md")), Files.readString(folder.resolve("resumed/table.md")));
        assertEquals(withoutSeconds("whole"), withoutSeconds("resumed"));
    }

    @Test
    void shouldRefuseTheSecondProcessOnTheSameFolder() throws Exception {
        start("first", "shared");
        processes.await("a run ended", 120, () -> count(ENDED, "first") >= 1);
        Process second = start("second", "shared");
        assertTrue(second.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, second.exitValue());
        assertEquals("error: shared/runs.db is in use by another process; wait for it, or name another folder with -o\n",
                processes.output("second"));
    }

    private Process start(String log, String results) throws IOException {
        return processes.java(log, Processes.HOST_JAR, "experiment", "table1", "--data", "digits", "--nets", "fc1-300", "--seeds", "2",
                "--epochs", "3", "--samples", "4000", "--parallel", "2", "-o", results);
    }

    private void end(String log, String results) throws Exception {
        Process process = start(log, results);
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), processes.output(log));
        assertEquals(0, process.exitValue(), processes.output(log));
    }

    private long count(Pattern pattern, String log) {
        return pattern.matcher(processes.output(log)).results().count();
    }

    private List<String> withoutSeconds(String results) throws IOException {
        List<String> lines = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve(results).resolve("results.csv"))) {
            lines.add(line.substring(0, line.lastIndexOf(',')));
        }
        return lines;
    }
}
