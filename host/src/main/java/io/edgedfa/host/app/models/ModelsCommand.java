package io.edgedfa.host.app.models;

import io.edgedfa.device.update.Manifest;
import io.edgedfa.host.models.ModelShelf;
import io.edgedfa.host.models.ModelShelf.Offer;
import io.edgedfa.host.models.SigningKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code models}: what can be rolled out to boards. */
@Command(name = "models", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "The shelf of signed models that boards can be told to take (command rollout).")
public final class ModelsCommand {
    public static final String SHELF = "edge-dfa-data/models";
    private static final Pattern NAMED = Pattern.compile("([^/]+)/([1-9]\\d{0,17})");
    private static final int LONGEST_DAYS = 3_650;

    @Spec
    private CommandSpec spec;

    @Command(name = "add", mixinStandardHelpOptions = true, showDefaultValues = true,
            description = "Sign a model and put it on the shelf, once for each version. Name and version are written into the copy.")
    int add(@Parameters(paramLabel = "FILE", description = "The ONNX model.") Path file,
            @Option(names = "--key", required = true, paramLabel = "FILE", description = "Private key made by keys new.") Path key,
            @Option(names = "--as", paramLabel = "ID/VERSION", description = "Name and version; default: those in the file. Boards take only"
                    + " models of the name that theirs has, in a higher version.") String as,
            @Option(names = "--target", split = ",", paramLabel = "PLATFORM", description = "Boards that it is for, like linux-arm64; default:"
                    + " all.") List<String> targets,
            @Option(names = "--expires", defaultValue = "90", paramLabel = "DAYS", description = "When boards no longer take it.") int days,
            @Option(names = "--shelf", defaultValue = SHELF, paramLabel = "DIR", description = "Where models are.") Path shelf)
            throws IOException {
        if (days < 1 || days > LONGEST_DAYS) {
            throw new ParameterException(spec.commandLine(), "--expires = " + days + "; allowed: 1 to " + LONGEST_DAYS);
        }
        Matcher named = NAMED.matcher(as == null ? "" : as);
        if (as != null && !named.matches()) {
            throw new ParameterException(spec.commandLine(), "--as = " + as + "; allowed: ID/VERSION, the version 1 or more");
        }
        long nowMs = System.currentTimeMillis();
        Offer offer = new Offer(as == null ? null : named.group(1), as == null ? 0 : Long.parseLong(named.group(2)), nowMs, nowMs + Duration.ofDays(days).toMillis(), targets == null ? List.of() : targets);
        Manifest added = new ModelShelf(shelf).add(file, offer, SigningKey.read(key));
        System.out.println(line(added));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, showDefaultValues = true, description = "What is on the shelf.")
    int list(@Option(names = "--shelf", defaultValue = SHELF, paramLabel = "DIR", description = "Where models are.") Path shelf)
            throws IOException {
        new ModelShelf(shelf).list().forEach(manifest -> System.out.println(line(manifest)));
        return 0;
    }

    private static String line(Manifest m) {
        return String.format("%s version %d  %,d bytes  sha256 %s  until %s  for %s", m.model(), m.version(), m.bytes(), m.sha256(),
                Instant.ofEpochMilli(m.expiresMs()), m.targets().isEmpty() ? "all boards" : String.join(", ", m.targets()));
    }
}
