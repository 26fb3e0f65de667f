package io.edgedfa.host.app.access;

import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.host.access.authority.Enrolment.Enrolled;
import io.edgedfa.host.access.authority.Subject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code enroll}: a board, a host or a broker becomes part of the fleet. */
@Command(name = "enroll", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Make a key, a certificate and a configuration for a board, or a key and a certificate for a host or a broker."
        + " The first one makes the fleet's authority. The same again renews."})
public final class EnrollCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ArgGroup(multiplicity = "1")
    private Who who;

    @Mixin
    private GroupOption group;

    @Option(names = "--broker", paramLabel = "URL", description = "Where the board finds the broker: ssl://HOST:8883. Needed for a board.")
    private URI broker;

    @Option(names = "--model", paramLabel = "FILE", description = "ONNX model to put beside the board's configuration.")
    private Path model;

    @Option(names = {"-o", "--output"}, paramLabel = "DIR",
            description = "Folder for what was made; default: edge-dfa-data/enrolled/ and the name.")
    private Path output;

    @Mixin
    private CertificateOptions certificates;

    /** Exactly one of them. */
    private static final class Who {
        @Parameters(paramLabel = "BOARD", arity = "0..1", description = "The board's id: letters, digits and . _ -, with the group at most 63.")
        private String board;

        @Option(names = "--host", paramLabel = "NAME", description = "A host instead, under this name, like 'host'.")
        private String host;

        @Option(names = "--broker-certificate", split = ",", paramLabel = "NAME",
                description = "The broker instead, reached under these names or addresses, separated by commas.")
        private List<String> brokers;
    }

    @Override
    public Integer call() throws IOException {
        Subject subject = who.board != null ? group.board(who.board)
                : who.host != null ? Subject.host(who.host) : Subject.broker(who.brokers);
        Path target = output != null ? output : CertificateOptions.folder(subject);
        BoardFolder board = who.board == null ? null : board(target);
        Enrolled enrolled = certificates.enroll(subject, target);
        tell(subject, enrolled, board != null && board.write(who.board, group.id()));
        return 0;
    }

    private BoardFolder board(Path target) {
        if (broker == null || !"ssl".equals(broker.getScheme())) {
            throw new ParameterException(spec.commandLine(), "--broker is " + (broker == null ? "missing" : broker)
                    + "; needed is ssl://HOST[:PORT], as the board reaches it");
        }
        EdgeNodeSettings.of(broker, group.id(), who.board, "learner"); // says what is wrong with it
        if (model != null && !Files.isRegularFile(model)) {
            throw new ParameterException(spec.commandLine(), "--model " + model + " is no file");
        }
        return new BoardFolder(target, broker, model);
    }

    private void tell(Subject subject, Enrolled enrolled, boolean configured) {
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s %s, serial %s, until %s%s%n", subject.kind().word(), subject.name(), enrolled.serial(),
                Days.of(enrolled.expires().toEpochMilli()), enrolled.revoked() == 0 ? "" : ", older ones revoked: " + enrolled.revoked());
        out.printf("files     %s%s%n", enrolled.folder(), configured ? ", with a new board.toml" : "");
        out.println(certificates.brokerFiles());
    }
}
