package io.edgedfa.device.app;

import io.edgedfa.device.app.footprint.TrialBoard;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code rehearse}: what the launcher's {@code --archive} has the program do, so that Java sees the classes that a board needs. */
@Command(name = "rehearse", hidden = true, mixinStandardHelpOptions = true,
        description = "Learn from a few drawn digits in a temporary folder.")
final class RehearseCommand implements Callable<Integer> {
    private static final List<Integer> SMALL = List.of(784, 16, 10);
    private static final int SAMPLES = 100;

    @Override
    public Integer call() throws Exception {
        Path folder = Files.createTempDirectory("edge-dfa-rehearsal");
        try {
            TrialBoard board = new TrialBoard(folder, SMALL, SAMPLES);
            return Main.commandLine().execute("run", "--config", board.configuration().toString());
        } finally {
            TrialBoard.delete(folder);
        }
    }
}
