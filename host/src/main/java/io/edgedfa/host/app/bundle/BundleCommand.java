package io.edgedfa.host.app.bundle;

import io.edgedfa.device.app.config.BoardProfile;
import io.edgedfa.device.telemetry.EdgeNodeSettings;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.access.authority.Enrolment.Enrolled;
import io.edgedfa.host.bundle.Control;
import io.edgedfa.host.bundle.Documentation;
import io.edgedfa.host.bundle.Tree;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.io.file.PathUtils;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bundle}: all that is installed on a board, as one file. */
@Command(name = "bundle", mixinStandardHelpOptions = true, sortOptions = false, description = {
    "Make a Debian package and a .tar.gz of the board program with its service, configuration and model, for one kind of board or,"
        + " with --enroll, for one board. The same inputs give the same bytes; $SOURCE_DATE_EPOCH (seconds since 1970) sets the time of"
        + " all files, otherwise it is that of the build."})
public final class BundleCommand implements Callable<Integer> {
    private static final int MOST_REVISIONS = 999_999;

    private final Map<String, String> environment;

    @Spec
    private CommandSpec spec;

    @Option(names = "--board", required = true, paramLabel = "PROFILE|FILE", completionCandidates = Profiles.Names.class,
            description = "Kind of board: ${COMPLETION-CANDIDATES}, or a .toml file of your own like those in firmware-config/boards.")
    private String board;

    @Option(names = "--broker", required = true, paramLabel = "URL", description = "Where the board finds the broker: tcp://HOST[:PORT], or"
            + " ssl://HOST[:PORT], which --enroll needs.")
    private URI broker;

    @Option(names = "--model", required = true, paramLabel = "FILE", description = "ONNX model that the board starts from. A held-out set"
            + " beside it, NAME-held-out.csv or NAME-held-out/, goes with it.")
    private Path model;

    @Option(names = "--trainable-from", defaultValue = "", paramLabel = "NAME", description = "Tensor, or first node, of the model from"
            + " which it learns; default: what the model says, or its last dense blocks.")
    private String trainableFrom;

    @Mixin
    private Identity identity;

    @Option(names = "--engine", paramLabel = "NAME", description = "ort, or nd4j, which takes 330 MB more on the board and minutes to"
            + " pack; default: what the board's profile says, or ort.")
    private String engine;

    @Option(names = "--jre", paramLabel = "DIR", description = "A Java of the board's platform, made by jlink, to go into the package;"
            + " default: the package depends on the system's Java 17.")
    private Path jre;

    @Option(names = "--revision", paramLabel = "N", description = "The package's version becomes VERSION+N, so that a board takes it as newer,"
            + " 1 to " + MOST_REVISIONS + ".")
    private Integer revision;

    @Option(names = {"-o", "--output"}, required = true, paramLabel = "DIR", description = "Folder for the two files.")
    private Path output;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write what was made as JSON.")
    private Path json;

    @Option(names = "--application", hidden = true, paramLabel = "JAR", description = "The board program as built; default: the host's own.")
    private Path application;

    /** @param environment of the process */
    public BundleCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        BoardProfile profile = Profiles.read(board);
        checkOptions();
        Instant given = givenTime();
        Contents contents = Contents.of(profile, engine, trainableFrom, broker, identity.board(), identity.group());
        BoardModel starting = new BoardModel(model, trainableFrom);
        starting.check(contents);
        Program program = Program.read(application);
        Instant time = given == null ? program.built() : given;
        Path work = Files.createTempDirectory("edge-dfa-bundle");
        try {
            ProgramImage image = ProgramImage.make(program, profile.hardware(), contents.nd4j(), jre, work.resolve("image"));
            String version = program.version() + (revision == null ? "" : "+" + revision);
            Control control = new Control(version, image.architecture(), image.depends());
            Tree tree = new Tree();
            image.addTo(tree);
            starting.addTo(tree);
            contents.addTo(tree);
            Documentation.addTo(tree, control, contents.madeFor(), time);
            Enrolled enrolled = identity.board() == null ? null : identity.addTo(tree);
            tell(new BundleReport(control, contents, Packages.write(control, tree, time, output), enrolled));
        } finally {
            PathUtils.deleteDirectory(work);
        }
        return 0;
    }

    private void tell(BundleReport report) throws IOException {
        report.print(spec.commandLine().getOut(), identity.brokerFiles());
        if (json != null) {
            WholeFile.write(json, report.json().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Everything that is cheap to refuse. */
    private void checkOptions() {
        EdgeNodeSettings.of(broker, identity.group(), "board", "learner"); // says what is wrong with them
        identity.check();
        require(identity.board() == null || "ssl".equals(broker.getScheme()), "--broker is " + broker
                + "; with --enroll needed is ssl://HOST[:PORT], as the board reaches it");
        require(engine == null || engine.equals("ort") || engine.equals("nd4j"), "--engine is " + engine + "; allowed are ort, nd4j");
        require(revision == null || revision >= 1 && revision <= MOST_REVISIONS, "--revision is " + revision + "; allowed are 1 to "
                + MOST_REVISIONS);
        require(jre == null || Files.isDirectory(jre), "--jre " + jre + " is no folder; allowed is one that jlink has made");
        writable("-o", output.resolve(Control.NAME + ".deb"));
        if (json != null) {
            writable("--json", json);
        }
    }

    private void require(boolean holds, String refusal) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), refusal);
        }
    }

    private void writable(String option, Path file) {
        try {
            WholeFile.checkWritable(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(), option + ": " + file + " cannot be written (" + e
                    + "); allowed: a folder open for writing", e);
        }
    }

    /** Null for none. */
    private Instant givenTime() {
        String given = environment.get("SOURCE_DATE_EPOCH");
        require(given == null || given.matches("\\d{1,10}"), "SOURCE_DATE_EPOCH is " + given + "; allowed are seconds since 1970");
        return given == null ? null : Instant.ofEpochSecond(Long.parseLong(given));
    }
}
