package io.edgedfa.host.app.serve;

import io.edgedfa.host.store.database.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code backup}: copies a host's SQLite file, also while the host runs. */
@Command(name = "backup", mixinStandardHelpOptions = true,
        description = "Copies the SQLite file of a host into a new file, as it is at one moment; the host may go on running."
                + " PostgreSQL has pg_dump.")
public final class BackupCommand implements Callable<Integer> {

    @Option(names = "--store", paramLabel = "FILE", description = "The host's store. Default: ${DEFAULT-VALUE}.")
    private Path store = Path.of("edge-dfa-data", "host.db");

    @Option(names = {"-o", "--output"}, paramLabel = "FILE", required = true, description = "The copy; must not exist.")
    private Path output;

    @Override
    public Integer call() {
        if (!Files.isRegularFile(store)) {
            throw new IllegalArgumentException("--store = " + store + " is no file; allowed: the SQLite file of a host");
        }
        try (Database database = Database.open(store.toString())) {
            database.backup(output);
        }
        System.out.println("copied " + store + " to " + output);
        return 0;
    }
}
