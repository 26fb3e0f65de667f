package io.edgedfa.device.app;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.assembly.Board;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.app.config.ProcessConfig;
import io.edgedfa.device.app.run.BoardRun;
import io.edgedfa.device.app.run.Supervision;
import io.edgedfa.device.app.update.ModelUpdates;
import io.edgedfa.device.board.Cores;
import io.edgedfa.device.board.Natives;
import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code run}: the board process. */
@Command(name = "run", mixinStandardHelpOptions = true,
        description = "Learn from the configured stream until it ends or the process is asked to stop (SIGTERM, Ctrl-C); then write a"
                + " checkpoint and save the model, within 5 s. Started again it goes on where it was, also after a kill or a loss of"
                + " power. SIGHUP reads the configuration again. A broker or a disk that is away never stops learning.")
final class RunCommand implements Callable<Integer> {
    private static final System.Logger LOG = System.getLogger(RunCommand.class.getName());

    @Mixin
    private BoardFile file;

    /** The run that goes on now; a new model ends one and begins the next. */
    private static final class Current {
        private BoardRun run;
        private boolean stopped;

        synchronized void is(BoardRun next) {
            run = next;
            if (stopped) {
                run.stop();
            }
        }

        synchronized void stop() {
            stopped = true;
            if (run != null) {
                run.stop();
            }
        }

        synchronized boolean stopped() {
            return stopped;
        }

        synchronized void askReload() {
            if (run != null) {
                run.askReload();
            }
        }
    }

    @Override
    public Integer call() throws Exception {
        BoardConfig config = file.read();
        prepare(config.process());
        Current current = new Current();
        ProcessSignals signals = ProcessSignals.handle(current::stop, current::askReload);
        return signals.status(run(new ModelUpdates(config), Supervision.of(System.getenv()), current));
    }

    private int run(ModelUpdates updates, Supervision supervision, Current current) throws IOException {
        BoardRun run = null;
        do {
            BoardConfig config = updates.choose();
            try (Board board = Board.open(config)) {
                // Predictions have standard output to themselves, so that a program can read them.
                PrintStream out = config.predictions().standardOutput() ? System.err : System.out;
                run = new BoardRun(board, file::read, supervision, updates, out);
                current.is(run);
                run.run();
            } catch (ConfigException e) {
                if (!updates.giveUp(String.valueOf(e.getMessage()))) {
                    throw e;
                }
            }
        } while ((run == null || run.switching()) && !current.stopped());
        return run != null && run.restarting() ? Main.RESTART : 0;
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
}
