package io.edgedfa.host.bundle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** A Debian package, format 2.0 (deb(5)): an ar archive of two tar archives, one for dpkg and one with the installed files. */
public final class DebianPackage {
    /** A package is a tenth larger than with xz's default, 6, and made in a quarter of the time. */
    private static final int PRESET = 0;

    private final Control control;
    private final Tree tree;
    private final Instant time;

    /** @param time of all files, to the second */
    public DebianPackage(Control control, Tree tree, Instant time) {
        this.control = control;
        this.tree = tree;
        this.time = time;
    }

    /** @param out stays open */
    public void write(OutputStream out) throws IOException {
        Path data = Files.createTempFile("edge-dfa-data", ".tar.xz");
        try {
            try (TarStream tar = new TarStream(new XZCompressorOutputStream(Files.newOutputStream(data), PRESET), time)) {
                tar.add("./", tree);
            }
            ArArchiveOutputStream ar = new ArArchiveOutputStream(out);
            byte[] about = about();
            member(ar, "debian-binary", "2.0\n".length(), new ByteArrayInputStream("2.0\n".getBytes(StandardCharsets.US_ASCII)));
            member(ar, "control.tar.xz", about.length, new ByteArrayInputStream(about));
            member(ar, "data.tar.xz", Files.size(data), Files.newInputStream(data));
            ar.finish();
        } finally {
            Files.delete(data);
        }
    }

    private void member(ArArchiveOutputStream ar, String name, long size, InputStream content) throws IOException {
        try (content) {
            ar.putArchiveEntry(new ArArchiveEntry(name, size, 0, 0, 0100644, time.getEpochSecond()));
            content.transferTo(ar);
            ar.closeArchiveEntry();
        }
    }

    private byte[] about() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarStream tar = new TarStream(new XZCompressorOutputStream(bytes, PRESET), time)) {
            tar.folder("./");
            String configuration = tree.files().filter(Entry::configuration).map(file -> "/" + file.path() + "\n").collect(Collectors.joining());
            if (!configuration.isEmpty()) {
                tar.file("./conffiles", configuration.getBytes(StandardCharsets.UTF_8), Entry.FILE);
            }
            tar.file("./control", control.text(tree).getBytes(StandardCharsets.UTF_8), Entry.FILE);
            tar.file("./md5sums", sums(tree).getBytes(StandardCharsets.UTF_8), Entry.FILE);
            for (String script : Scripts.MAINTAINER) {
                tar.file("./" + script, Scripts.bytes(script), Entry.PROGRAM);
            }
        }
        return bytes.toByteArray();
    }

    /** For debsums, of all files but the owner's to change. */
    private static String sums(Tree tree) throws IOException {
        StringBuilder sums = new StringBuilder();
        for (Entry file : tree.files().filter(file -> !file.configuration()).toList()) {
            sums.append(digest(file, "MD5")).append("  ").append(file.path()).append('\n');
        }
        return sums.toString();
    }

    static String digest(Entry file, String algorithm) throws IOException {
        try (DigestInputStream in = new DigestInputStream(file.content().open(), MessageDigest.getInstance(algorithm))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has " + algorithm, e);
        }
    }
}
