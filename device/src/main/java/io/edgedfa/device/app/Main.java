package io.edgedfa.device.app;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.store.StoreException;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.Provenance;
import io.edgedfa.stream.DataException;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the board process. */
@Command(name = "edge-dfa-device", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "A board that goes on learning where it stands.",
        subcommands = {RunCommand.class, CheckCommand.class, StoreCommand.class, ExportStepCommand.class, EvaluateCommand.class,
                FootprintCommand.class, RehearseCommand.class})
public final class Main {
    static final int FAILURE = 1;
    static final int BAD_USAGE = 2;
    /** To be started again (EX_TEMPFAIL of sysexits.h). */
    static final int RESTART = 75;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The commands, with the exit codes of the contract: 0 done, 1 failed, 2 bad usage or configuration. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler((e, args) -> {
                    e.getCommandLine().getErr().println(e.getMessage() + " (see --help)");
                    return BAD_USAGE;
                })
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    // A file exception's message is the bare path; its name says what is wrong.
                    boolean bare = e instanceof IOException || e.getMessage() == null;
                    line.getErr().println(bare ? e.toString() : e.getMessage());
                    boolean users = e instanceof ConfigException || e instanceof ModelException || e instanceof DataException
                            || e instanceof StoreException;
                    return users ? BAD_USAGE : FAILURE;
                });
    }

    /** Version as built. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"EdgeDFA " + Provenance.productVersion()};
        }
    }
}
