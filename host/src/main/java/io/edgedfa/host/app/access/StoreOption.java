package io.edgedfa.host.app.access;

import io.edgedfa.host.store.database.Database;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the host's database is, as for {@code serve}. */
final class StoreOption {
    @Option(names = "--store", defaultValue = "edge-dfa-data/host.db", paramLabel = "FILE|URL",
            description = "The host's database, as for serve (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(names = "--store-password-file", paramLabel = "FILE", description = "Password for a PostgreSQL database.")
    private Path passwordFile;

    /** To be closed. */
    Database open() {
        return Database.open(url, passwordFile);
    }
}
