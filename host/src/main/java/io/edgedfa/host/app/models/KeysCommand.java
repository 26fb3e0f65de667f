package io.edgedfa.host.app.models;

import io.edgedfa.device.update.TrustedKeys;
import io.edgedfa.host.models.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code keys}: whoever signs models. */
@Command(name = "keys", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND",
        description = "Ed25519 keys that sign models. NAME.key stays here (mode 600), NAME.pub goes to the boards (update.trusted-keys)."
                + " To change keys: make a new one, bring its NAME.pub to the boards beside the old one, sign with the new one, and"
                + " take the old NAME.pub off the boards.")
public final class KeysCommand {
    public static final String FOLDER = "edge-dfa-data/keys";

    @Spec
    private CommandSpec spec;

    @Command(name = "new", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Make a key.")
    int make(@Parameters(paramLabel = "NAME", description = "1 to 64 letters, digits, '.', '_' and '-'.") String name,
            @Option(names = "--folder", defaultValue = FOLDER, paramLabel = "DIR", description = "Where keys are.") Path folder) throws IOException {
        String id = SigningKey.create(folder, name);
        System.out.printf("key %s%n  private  %s (keep it, and a copy in a safe place)%n  public   %s (for the boards)%n", id,
                folder.resolve(name + ".key"), folder.resolve(name + ".pub"));
        return 0;
    }

    @Command(name = "list", mixinStandardHelpOptions = true, showDefaultValues = true, description = "Name and id of each key.")
    int list(@Option(names = "--folder", defaultValue = FOLDER, paramLabel = "DIR", description = "Where keys are.") Path folder)
            throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new ParameterException(spec.commandLine(), "--folder = " + folder + " does not exist; allowed: a folder made by keys new");
        }
        try (Stream<Path> files = Files.list(folder).filter(file -> file.toString().endsWith(".pub")).sorted()) {
            for (Path file : files.toList()) {
                System.out.println(TrustedKeys.read(List.of(file)).ids().iterator().next() + "  " + file);
            }
        }
        return 0;
    }
}
