package io.edgedfa.device.app;

import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.ProcessConfig;
import io.edgedfa.device.board.Cores;
import io.edgedfa.device.board.Natives;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import sun.misc.Signal;

/** {@code run}: the board process. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Learn from the configured stream until it ends or the process is asked to stop (SIGTERM, Ctrl-C); then write a"
                + " checkpoint and save the model, within 5 s. Started again it goes on where it was, also after a kill or a loss of"
                + " power. SIGHUP reads the configuration again. A broker or a disk that is away never stops learning.")
final class RunCommand implements Callable<Integer> {
    private static final long STOP_MS = 4_900;
    private static final System.Logger LOG = System.getLogger(RunCommand.class.getName());

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The board's configuration (TOML).")
    private Path file;

    @Override
    public Integer call() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        BoardConfig config = BoardConfig.read(file);
        prepare(config.process());
        try (Board board = Board.open(config)) {
            // Predictions have standard output to themselves, so that a program can read them.
            PrintStream out = config.predictions().standardOutput() ? System.err : System.out;
            BoardRun run = new BoardRun(board, Supervision.of(file), out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                run.stop();
                awaitQuietly(done);
            }, "stop"));
            onHangUp(run);
            run.run();
            return run.restarting() ? Main.RESTART : 0;
        } finally {
            done.countDown();
        }
    }

    /** Before the engine starts threads of its own, which inherit the cores. */
    private static void prepare(ProcessConfig process) {
        if (!process.cores().isEmpty()) {
            Natives.load().pinCallingThread(Cores.parse(process.cores())).ifPresent(why -> LOG.log(System.Logger.Level.WARNING,
                    "process.cores = \"{0}\" has no effect: {1}", process.cores(), why));
        }
        if (process.lockMemory()) {
            Natives.load().lockMemory().ifPresent(why -> LOG.log(System.Logger.Level.WARNING,
                    "process.lock-memory = true has no effect: {0}", why));
        }
    }

    private static void onHangUp(BoardRun run) {
        try {
            Signal.handle(new Signal("HUP"), signal -> run.askReload());
        } catch (IllegalArgumentException e) { // java -Xrs
            LOG.log(System.Logger.Level.WARNING, "SIGHUP does not read the configuration again: {0}", e.getMessage());
        }
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            done.await(STOP_MS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
