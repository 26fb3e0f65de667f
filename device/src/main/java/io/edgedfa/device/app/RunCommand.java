package io.edgedfa.device.app;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code run}: the board process. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Learn from the configured stream until it ends or the process is asked to stop (SIGTERM, Ctrl-C);"
                + " then save the model. A broker that is away never stops learning.")
final class RunCommand implements Callable<Integer> {
    private static final long STOP_SECONDS = 5;

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The board's configuration (TOML).")
    private Path config;

    @Override
    public Integer call() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Board board = Board.open(BoardConfig.read(config))) {
            BoardRun run = new BoardRun(board, System.out);
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                run.stop();
                awaitQuietly(done);
            }, "stop"));
            run.run();
        } finally {
            done.countDown();
        }
        return 0;
    }

    private static void awaitQuietly(CountDownLatch done) {
        try {
            done.await(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
