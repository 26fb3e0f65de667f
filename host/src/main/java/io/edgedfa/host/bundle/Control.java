package io.edgedfa.host.bundle;

import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What a package says of itself.
 *
 * @param version      of Debian's kind: {@code 0.1.0}, or {@code 0.1.0+3} for the third package of the same program
 * @param architecture Debian's name of the machine: {@code arm64} or {@code amd64}
 * @param depends      other packages that it needs, as in Debian's control file
 */
public record Control(String version, String architecture, List<String> depends) {
    /** Name of the package, of its folders and of its service. */
    public static final String NAME = "edge-dfa-device";

    static final String MAINTAINER = "EdgeDFA maintainers <maintainers@edge-dfa.example>";

    private static final Pattern VERSION = Pattern.compile("[0-9][A-Za-z0-9.+~]{0,60}");
    private static final String TEXT = """
            Package: %s
            Version: %s
            Architecture: %s
            Maintainer: %s
            Installed-Size: %d
            Depends: %s
            Section: misc
            Priority: optional
            Description: neural networks that keep learning on the board they run on
             The EdgeDFA board program as a service: it predicts, learns from every
             sample with a label, keeps what it learned through a loss of power, and
             reports over MQTT (Sparkplug B).
             .
             This package was made for one kind of board: its configuration, its model
             and where it finds the broker are in it.
            """;

    /** @throws IllegalArgumentException naming field and value */
    public Control {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("version is '" + version + "'; allowed are 1 to 61 digits, letters and . + ~, a digit first");
        }
        depends = List.copyOf(depends);
    }

    /** The name that the package's files begin with. */
    public String fileName() {
        return NAME + "_" + version + "_" + architecture;
    }

    /** The control file (Debian Policy, chapter 5). */
    String text(Tree tree) throws IOException {
        return TEXT.formatted(NAME, version, architecture, MAINTAINER, kibibytes(tree), String.join(", ", depends));
    }

    /** As dpkg-gencontrol counts: each file in whole kibibytes, and one for anything else. */
    private static long kibibytes(Tree tree) throws IOException {
        long sum = 0;
        for (Entry entry : tree.entries()) {
            sum += entry.content() == null ? 1 : (entry.content().size() + 1023) / 1024;
        }
        return sum;
    }
}
