package io.edgedfa.host.bundle;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.zip.Deflater;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;

/**
 * An archive for boards without a package manager: one folder, in it {@code install.sh}, what that needs to know, and the
 * installed files below {@code files/}.
 *
 * <p>{@code list} has a line for each file and link: {@code -} or, for what the owner may change, its SHA-256; a space; its path.
 */
public final class InstallerArchive {
    private final Control control;
    private final Tree tree;
    private final Instant time;

    /** @param time of all files, to the second */
    public InstallerArchive(Control control, Tree tree, Instant time) {
        this.control = control;
        this.tree = tree;
        this.time = time;
    }

    /** @param out is closed */
    public void write(OutputStream out) throws IOException {
        String top = control.fileName() + "/";
        try (TarStream tar = new TarStream(new GzipCompressorOutputStream(out, Documentation.gzip(Deflater.DEFAULT_COMPRESSION)), time)) {
            tar.folder(top);
            tar.file(top + Scripts.INSTALLER, Scripts.bytes(Scripts.INSTALLER), Entry.PROGRAM);
            tar.file(top + "list", list().getBytes(StandardCharsets.UTF_8), Entry.FILE);
            tar.file(top + "version", (control.version() + " " + control.architecture() + "\n").getBytes(StandardCharsets.UTF_8), Entry.FILE);
            for (String script : Scripts.MAINTAINER) {
                tar.file(top + script, Scripts.bytes(script), Entry.PROGRAM);
            }
            tar.add(top + "files/", tree);
        }
    }

    private String list() throws IOException {
        StringBuilder list = new StringBuilder();
        for (Entry entry : tree.entries().stream().filter(entry -> !entry.isFolder()).toList()) {
            list.append(entry.configuration() ? DebianPackage.digest(entry, "SHA-256") : "-").append(' ').append(entry.path()).append('\n');
        }
        return list.toString();
    }
}
