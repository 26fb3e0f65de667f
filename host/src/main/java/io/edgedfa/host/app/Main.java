package io.edgedfa.host.app;

import io.edgedfa.config.ConfigException;
import io.edgedfa.host.app.access.AuditCommand;
import io.edgedfa.host.app.access.EnrollCommand;
import io.edgedfa.host.app.access.RevokeCommand;
import io.edgedfa.host.app.access.TokenCommand;
import io.edgedfa.host.app.bench.BenchCommand;
import io.edgedfa.host.app.bench.ReplicaBenchCommand;
import io.edgedfa.host.app.bundle.BundleCommand;
import io.edgedfa.host.app.console.Terminal;
import io.edgedfa.host.app.console.UsageError;
import io.edgedfa.host.app.fleet.FleetCommand;
import io.edgedfa.host.app.fleet.RolloutCommand;
import io.edgedfa.host.app.models.KeysCommand;
import io.edgedfa.host.app.models.ModelsCommand;
import io.edgedfa.host.app.serve.BackupCommand;
import io.edgedfa.host.app.serve.DemoCommand;
import io.edgedfa.host.app.serve.ServeCommand;
import io.edgedfa.host.app.serve.SimulateCommand;
import io.edgedfa.host.app.train.ExperimentCommand;
import io.edgedfa.host.app.train.HeadCommand;
import io.edgedfa.host.app.train.PretrainCommand;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.onnx.ModelException;
import io.edgedfa.onnx.Provenance;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the host. */
@Command(name = "edge-dfa-host", mixinStandardHelpOptions = true, versionProvider = Main.Version.class,
        description = "Watches boards that learn, and tries out how they should.",
        subcommands = {DemoCommand.class, HeadCommand.class, BenchCommand.class, ReplicaBenchCommand.class, SimulateCommand.class,
            BackupCommand.class, TokenCommand.class, AuditCommand.class, EnrollCommand.class, RevokeCommand.class, KeysCommand.class,
            ModelsCommand.class, RolloutCommand.class})
public final class Main {
    private static final int FAILURE = 1;
    private static final int BAD_USAGE = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(commandLine(System.getenv(), Path.of(System.getProperty("user.home"))).execute(args));
    }

    /**
     * The commands, with the exit codes of the contract: 0 done, 1 failed, 2 bad usage or configuration.
     *
     * @param environment of the process
     * @param home        the user's folder
     */
    public static CommandLine commandLine(Map<String, String> environment, Path home) {
        return new CommandLine(new Main())
                .addSubcommand(ServeCommand.create())
                .addSubcommand(ExperimentCommand.create(environment, home))
                .addSubcommand(new BundleCommand(environment))
                .addSubcommand(FleetCommand.create(Terminal::isThere))
                .addSubcommand(PretrainCommand.create(environment, home))
                .setParameterExceptionHandler(new UsageError())
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    // A file exception's message is the bare path; its name says what is wrong.
                    boolean bare = e instanceof IOException || e.getMessage() == null;
                    line.getErr().println("error: " + (bare ? e : e.getMessage()));
                    boolean users = e instanceof IllegalArgumentException || e instanceof ModelException || e instanceof StoreException
                            || e instanceof ConfigException;
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
