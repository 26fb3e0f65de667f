package io.edgedfa.engine.cuda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeCacheTest {
    @TempDir
    Path folder;

    private int compilations;

    private byte[] compile() {
        compilations++;
        return new byte[] {42, (byte) compilations};
    }

    /** What stands for loading: refuses all but what {@link #compile} makes. */
    private static long load(byte[] image) {
        if (image.length != 2 || image[0] != 42) {
            throw new IllegalArgumentException("no image");
        }
        return image[1];
    }

    private long load(CodeCache cache, String source, String compiler) {
        return cache.load(source, compiler, this::compile, CodeCacheTest::load);
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            return files.toList();
        }
    }

    @Test
    void shouldCompileOnceForTheSameSourceAndCompiler() {
        assertEquals(1, load(new CodeCache(folder.resolve("cache")), "source", "sm_90 13000"));
        assertEquals(1, load(new CodeCache(folder.resolve("cache")), "source", "sm_90 13000"));
        assertEquals(2, load(new CodeCache(folder.resolve("cache")), "source", "sm_75 13000"));
        assertEquals(3, load(new CodeCache(folder.resolve("cache")), "other source", "sm_90 13000"));
    }

    @Test
    void shouldCompileAnewWhatDoesNotLoad() throws IOException {
        CodeCache cache = new CodeCache(folder.resolve("cache"));
        load(cache, "source", "");
        Files.write(files().get(0), new byte[] {1});
        assertEquals(2, load(cache, "source", ""));
        assertEquals(2, load(cache, "source", ""), "the new image is kept");
    }

    @Test
    void shouldWorkWithoutAFolderAndWithOneThatCannotBeMade() throws IOException {
        assertEquals(1, load(new CodeCache(null), "source", ""));
        Path file = Files.writeString(folder.resolve("file"), "");
        assertEquals(2, load(new CodeCache(file.resolve("cache")), "source", ""));
    }

    @Test
    void shouldKeepTheFiveHundredImagesLastUsed() throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cache"));
        for (int i = 0; i < 505; i++) {
            Path image = Files.write(cache.resolve(i + ".image"), new byte[1]);
            Files.setLastModifiedTime(image, FileTime.from(Instant.ofEpochSecond(1_000_000 + i)));
        }
        load(new CodeCache(cache), "source", "");
        assertEquals(500, files().size());
        assertTrue(Files.exists(cache.resolve("504.image")) && !Files.exists(cache.resolve("5.image")));
    }
}
