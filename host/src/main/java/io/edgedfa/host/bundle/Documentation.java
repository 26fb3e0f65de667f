package io.edgedfa.host.bundle;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** What Debian asks of every package: its copyright, its changes, and why lintian is to overlook what it would object to. */
public final class Documentation {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss Z", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String CHANGES = """
            %s (%s) unstable; urgency=medium

              * Made by edge-dfa-host bundle for %s.

             -- %s  %s
            """;

    private Documentation() {}

    /** @param madeFor the board, one line */
    public static void addTo(Tree tree, Control control, String madeFor, Instant time) throws IOException {
        String changes = CHANGES.formatted(Control.NAME, control.version(), madeFor, Control.MAINTAINER, DATE.format(time));
        tree.file("usr/share/doc/" + Control.NAME + "/copyright", Scripts.bytes("copyright"));
        tree.file("usr/share/doc/" + Control.NAME + "/changelog.gz", small(changes.getBytes(StandardCharsets.UTF_8)));
        tree.file("usr/share/lintian/overrides/" + Control.NAME, Scripts.bytes("lintian-overrides"));
    }

    private static byte[] small(byte[] text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GzipCompressorOutputStream gzip = new GzipCompressorOutputStream(bytes, gzip(Deflater.BEST_COMPRESSION))) {
            gzip.write(text);
        }
        return bytes.toByteArray();
    }

    /** The same on every machine: no time, no name, no system. */
    static GzipParameters gzip(int level) {
        GzipParameters parameters = new GzipParameters();
        parameters.setCompressionLevel(level);
        parameters.setOperatingSystem(255); // unknown
        return parameters;
    }
}
