package io.edgedfa.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/** Writing a file by a draft beside it, which takes the file's name when it is complete. */
public final class WholeFile {
    private static final FileAttribute<?>[] NO_ATTRIBUTES = {};
    private static final FileAttribute<?>[] OWNERS_ONLY = {
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))};

    private WholeFile() {}

    /** Writes a file's content, which may be more than fits into memory. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes a file so that it appears whole or not at all, on disk before this returns. Makes its folder if need be. */
    public static void write(Path file, byte[] bytes) throws IOException {
        write(file, out -> out.write(bytes), NO_ATTRIBUTES);
    }

    /** As {@link #write(Path, byte[])}, for secrets: from its first byte on, nobody but the owner may read the file (mode 600). */
    public static void writePrivate(Path file, byte[] bytes) throws IOException {
        writePrivate(file, out -> out.write(bytes));
    }

    /** As {@link #write(Path, byte[])}. */
    public static void write(Path file, Content content) throws IOException {
        write(file, content, NO_ATTRIBUTES);
    }

    /** As {@link #writePrivate(Path, byte[])}. */
    public static void writePrivate(Path file, Content content) throws IOException {
        write(file, content, Files.getFileStore(Files.createDirectories(file.toAbsolutePath().getParent()))
                .supportsFileAttributeView("posix") ? OWNERS_ONLY : NO_ATTRIBUTES);
    }

    private static void write(Path file, Content content, FileAttribute<?>... attributes) throws IOException {
        Path draft = draft(file);
        try {
            try (OutputStream out = Files.newOutputStream(Files.createFile(draft, attributes))) {
                content.writeTo(out);
            }
            force(draft, StandardOpenOption.WRITE);
            move(draft, file);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Gives a file, whose content is on disk, a name in the same folder, in place of another that has it; on disk before this returns. */
    public static void move(Path whole, Path file) throws IOException {
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        force(file.toAbsolutePath().getParent(), StandardOpenOption.READ);
    }

    /**
     * Makes the file's folder and tries to write there: hours of work must not end at a path with a typing error.
     *
     * @throws IOException if {@link #write} would fail
     */
    public static void checkWritable(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("is a folder");
        }
        Files.delete(Files.createFile(draft(file)));
    }

    /** A name of its own for every writer, so that two at a time do not mix; permissions as for any file of the user's. */
    private static Path draft(Path file) throws IOException {
        Path folder = Files.createDirectories(file.toAbsolutePath().getParent());
        return folder.resolve("." + file.getFileName() + "." + UUID.randomUUID() + ".part");
    }

    private static void force(Path path, StandardOpenOption how) throws IOException {
        try (FileChannel channel = FileChannel.open(path, how)) {
            channel.force(true);
        }
    }
}
