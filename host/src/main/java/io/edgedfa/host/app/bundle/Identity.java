package io.edgedfa.host.app.bundle;

import io.edgedfa.host.access.authority.Enrolment.Enrolled;
import io.edgedfa.host.access.authority.Subject;
import io.edgedfa.host.app.access.CertificateOptions;
import io.edgedfa.host.app.access.GroupOption;
import io.edgedfa.host.bundle.Tree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which board a package is for: any of a kind, or one with a key of its own. */
final class Identity {
    private static final String FOLDER = "etc/edge-dfa/";

    @Option(names = "--enroll", paramLabel = "ID", description = "Make a package for this one board, with a key and a certificate in it, as"
            + " the command enroll makes them. Those of an earlier call are taken if they still count for 30 days."
            + " Without it, a board calls itself by its host name.")
    private String board;

    @Mixin
    private GroupOption group;

    @Option(names = "--enrolled", paramLabel = "DIR", description = "Folder of the board's key and certificate; default:"
            + " edge-dfa-data/enrolled/ and its name.")
    private Path folder;

    @Mixin
    private CertificateOptions certificates;

    /** Null for none. */
    String board() {
        return board;
    }

    String group() {
        return group.id();
    }

    /** @throws IllegalArgumentException naming group or board */
    void check() {
        group.board(board == null ? "board" : board);
    }

    /** Enrolls the board if need be, and adds its files. */
    Enrolled addTo(Tree tree) throws IOException {
        Subject subject = group.board(board);
        Enrolled enrolled = certificates.enrollOnce(subject, folder == null ? CertificateOptions.folder(subject) : folder);
        for (String file : new String[] {"ca.crt", "board.crt"}) {
            tree.configuration(FOLDER + file, Files.readAllBytes(enrolled.folder().resolve(file)));
        }
        tree.secret(FOLDER + "board.key", Files.readAllBytes(enrolled.folder().resolve("board.key")));
        return enrolled;
    }

    String brokerFiles() {
        return certificates.brokerFiles();
    }
}
