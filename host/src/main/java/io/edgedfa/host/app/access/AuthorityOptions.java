package io.edgedfa.host.app.access;

import io.edgedfa.device.telemetry.tls.Pem;
import io.edgedfa.host.access.authority.Enrolment;
import io.edgedfa.host.store.database.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The fleet's certificate authority: its folder, and the database that knows what it signed. */
final class AuthorityOptions {
    @Option(names = "--ca", defaultValue = "edge-dfa-data/ca", paramLabel = "DIR",
            description = "Folder of the fleet's authority, made with the first certificate (default: ${DEFAULT-VALUE}).")
    private Path folder;

    @Option(names = "--ca-passphrase-file", paramLabel = "FILE",
            description = "File, mode 600, with the passphrase of the authority's key; without it the key has none.")
    private Path passphraseFile;

    @Mixin
    private StoreOption store;

    /** What is done with the authority. */
    interface Act<T> {
        T by(Enrolment enrolment) throws IOException;
    }

    Path folder() {
        return folder;
    }

    /** @throws IOException in one line, if the passphrase cannot be read */
    <T> T let(Act<T> act) throws IOException {
        try (Database database = store.open()) {
            return act.by(new Enrolment(folder, passphrase(), database, Clock.systemUTC()));
        }
    }

    /** Null for none. */
    private char[] passphrase() throws IOException {
        if (passphraseFile == null) {
            return null;
        }
        Pem.requireOwnersOnly(passphraseFile);
        char[] passphrase = Files.readString(passphraseFile).strip().toCharArray();
        if (passphrase.length < 8) {
            throw new IOException(passphraseFile + " has " + passphrase.length + " characters; allowed are 8 and more");
        }
        return passphrase;
    }
}
