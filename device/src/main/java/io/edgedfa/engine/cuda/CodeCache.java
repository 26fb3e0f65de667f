package io.edgedfa.engine.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Compiled kernels on disk, so that a second start does not compile. A cache that cannot be read or written, or holds something
 * that does not load, costs time, never a failure.
 */
final class CodeCache {
    /** System property: the cache's folder; empty for none. */
    static final String FOLDER = "edgedfa.cuda.cache";

    private static final int MOST_FILES = 500;
    private static final String SUFFIX = ".image";

    private final Path folder;

    /** @param folder made when first needed; null for none */
    CodeCache(Path folder) {
        this.folder = folder;
    }

    /** As {@link #FOLDER} says, otherwise {@code .cache/edge-dfa/cuda} of the user. */
    static CodeCache usual() {
        String folder = System.getProperty(FOLDER, Path.of(System.getProperty("user.home"), ".cache", "edge-dfa", "cuda").toString());
        return new CodeCache(folder.isBlank() ? null : Path.of(folder));
    }

    /**
     * Loads what was compiled before, or compiles.
     *
     * @param compiler what the image depends on beside the source: architecture and versions
     * @param load     throws if an image is not one
     * @return what {@code load} made of the image
     */
    long load(String source, String compiler, Supplier<byte[]> compile, ToLongFunction<byte[]> load) {
        Path file = folder == null ? null : folder.resolve(key(source, compiler) + SUFFIX);
        byte[] known = read(file);
        if (known != null) {
            try {
                return load.applyAsLong(known);
            } catch (RuntimeException e) {
                // Cut off, or of another card: made anew below.
            }
        }
        byte[] image = compile.get();
        write(file, image);
        return load.applyAsLong(image);
    }

    private static String key(String source, String compiler) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest((compiler + "\n" + source).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    private static byte[] read(Path file) {
        try {
            if (file == null || !Files.isRegularFile(file)) {
                return null;
            }
            byte[] image = Files.readAllBytes(file);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
            return image;
        } catch (IOException e) {
            return null;
        }
    }

    private void write(Path file, byte[] image) {
        if (file == null) {
            return;
        }
        try {
            Files.createDirectories(folder);
            Path draft = Files.createTempFile(folder, "draft", ".tmp");
            Files.write(draft, image);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            trim();
        } catch (IOException | UncheckedIOException e) {
            // No cache, then.
        }
    }

    /** Removes those longest not used. */
    private void trim() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> images = files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing((Path file) -> file.toFile().lastModified()).reversed()).toList();
            for (int i = MOST_FILES; i < images.size(); i++) {
                Files.deleteIfExists(images.get(i));
            }
        }
    }
}
