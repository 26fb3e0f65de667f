package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.app.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pretraining in a process of its own that is killed in the middle and started again. */
class PretrainResumeIT {
    private static final int EPOCHS = 6;
    private static final Pattern EPOCH = Pattern.compile("(?m)^epoch \\d+: ");

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
    void shouldEndWithTheSameBytesWhenKilledInTheMiddle() throws Exception {
        Process killed = start("killed", "fc1-64");
        processes.await("two epochs are kept", 120, () -> count("killed") >= 3);
        Processes.kill(killed);
        assertTrue(count("killed") < EPOCHS, "it ended before the kill");
        assertTrue(Files.exists(file("m.checkpoint")));
        assertFalse(Files.exists(file("m.onnx")));

        Process other = start("other", "fc1-65");
        assertTrue(other.waitFor(60, TimeUnit.SECONDS));
        assertEquals(2, other.exitValue());
        assertTrue(processes.output("other").contains("m.checkpoint is of a run with other settings (net \"fc1-64\" instead of \"fc1-65\");"
                + " remove it to start anew"), processes.output("other"));

        end("resumed");
        assertTrue(processes.output("resumed").matches("(?s)going on after epoch [2-5], from m[/\\\\]m.checkpoint\n.*"), processes.output("resumed"));
        assertTrue(count("resumed") < EPOCHS, "epochs were repeated that the checkpoint had");
        assertFalse(Files.exists(file("m.checkpoint")));
        byte[] resumed = Files.readAllBytes(file("m.onnx"));
        String card = Files.readString(file("m.md"));
        byte[] picture = Files.readAllBytes(file("m-images/epoch-006.png"));

        Files.delete(file("m.onnx"));
        end("whole");
        assertEquals(EPOCHS, count("whole"));
        assertArrayEquals(Files.readAllBytes(file("m.onnx")), resumed);
        assertEquals(Files.readString(file("m.md")), card);
        assertArrayEquals(Files.readAllBytes(file("m-images/epoch-006.png")), picture);
    }

    private Path file(String name) {
        return folder.resolve("m").resolve(name);
    }

    private Process start(String log, String net) throws IOException {
        return processes.java(log, Processes.HOST_JAR, "pretrain", "--data", "digits", "--net", net, "--samples", "6000", "--epochs",
                Integer.toString(EPOCHS), "--reconstruction", "0.5", "--threads", "1", "-o", "m/m.onnx");
    }

    private void end(String log) throws Exception {
        Process process = start(log, "fc1-64");
        assertTrue(process.waitFor(300, TimeUnit.SECONDS), processes.output(log));
        assertEquals(0, process.exitValue(), processes.output(log));
    }

    private long count(String log) {
        return EPOCH.matcher(processes.output(log)).results().count();
    }
}
