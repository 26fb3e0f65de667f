package io.edgedfa.device.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ElfFileTest {
    private static final int HEADERS = 64;
    private static final int DYNAMIC = 64 + 2 * 56;
    private static final int NAMES = DYNAMIC + 3 * 16;
    private static final int NEEDS = NAMES + 64;
    /** Where the one mapped stretch is in memory. */
    private static final long BASE = 0x10000;

    @TempDir
    Path folder;

    /** A library that asks for versions of libc.so.6 and, in a second entry, for one of libm.so.6. */
    private static ByteBuffer library(String... versions) {
        ByteBuffer file = ByteBuffer.allocate(NEEDS + 3 * 16 + 16 * versions.length).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0, 0x464C457F).put(4, (byte) 2).put(5, (byte) 1).putShort(18, (short) 183);
        file.putLong(32, HEADERS).putShort(54, (short) 56).putShort(56, (short) 2);
        file.putInt(HEADERS, 1).putLong(HEADERS + 16, BASE).putLong(HEADERS + 32, file.capacity()); // PT_LOAD
        file.putInt(HEADERS + 56, 2).putLong(HEADERS + 64, DYNAMIC).putLong(HEADERS + 72, BASE + DYNAMIC).putLong(HEADERS + 88, 48);
        file.putLong(DYNAMIC, 5).putLong(DYNAMIC + 8, BASE + NAMES); // DT_STRTAB
        file.putLong(DYNAMIC + 16, 0x6ffffffe).putLong(DYNAMIC + 24, BASE + NEEDS); // DT_VERNEED
        int name = 1;
        int at = NEEDS;
        for (int i = 0; i < versions.length; i++) {
            // Verneed, where a library begins: version 1, count, name, first Vernaux, next Verneed
            boolean begins = i == 0 || i == versions.length - 1;
            boolean ends = i >= versions.length - 2;
            if (begins) {
                int entries = i == 0 ? Math.max(1, versions.length - 1) : 1;
                file.putShort(at, (short) 1).putShort(at + 2, (short) entries).putInt(at + 8, 16)
                        .putInt(at + 12, i == 0 && versions.length > 1 ? 16 + 16 * entries : 0);
                at += 16;
            }
            // Vernaux: hash, flags, index, name, next Vernaux
            file.putInt(at + 8, name).putInt(at + 12, ends ? 0 : 16);
            at += 16;
            byte[] text = versions[i].getBytes(StandardCharsets.US_ASCII);
            file.put(NAMES + name, text);
            name += text.length + 1;
        }
        return file;
    }

    private Path write(byte[] content) throws IOException {
        return Files.write(folder.resolve("lib.so"), content);
    }

    private Optional<String> glibc(ByteBuffer file) throws IOException {
        return ElfFile.read(write(file.array())).orElseThrow().glibc().map(Object::toString);
    }

    @Test
    void shouldCompareVersionsByNumberInAllLibraries() throws IOException {
        assertEquals(Optional.of("2.17"), glibc(library("GLIBC_2.9", "GLIBC_2.17", "GLIBC_2.4")));
        assertEquals(Optional.of("2.34"), glibc(library("GLIBC_2.9", "GLIBC_2.17", "GLIBC_2.34")));
        assertEquals(Optional.of("2.2.5"), glibc(library("GLIBC_2.2.5")));
    }

    @Test
    void shouldPassOverWhatIsNoVersionOfTheCLibrary() throws IOException {
        assertEquals(Optional.of("2.3"), glibc(library("GLIBCXX_3.4.30", "GLIBC_PRIVATE", "GLIBC_2.3")));
        assertEquals(Optional.empty(), glibc(library("GCC_3.0")));
    }

    /** GNU C library 2.36: "DT_RELR ... the ABI version GLIBC_ABI_DT_RELR". */
    @Test
    void shouldKnowThatPackedRelocationsAreNew() throws IOException {
        assertEquals(Optional.of("2.36"), glibc(library("GLIBC_2.17", "GLIBC_ABI_DT_RELR")));
    }

    @Test
    void shouldTellTheMachine() throws IOException {
        assertEquals(Platform.LINUX_ARM64.machine(), ElfFile.read(write(library("GLIBC_2.3").array())).orElseThrow().machine());
    }

    @Test
    void shouldPassOverOtherFiles() throws IOException {
        assertEquals(Optional.empty(), ElfFile.read(write("#!/bin/sh\n".getBytes(StandardCharsets.US_ASCII))));
        assertEquals(Optional.empty(), ElfFile.read(write(new byte[100])));
        assertEquals(Optional.empty(), ElfFile.read(write(library("GLIBC_2.3").put(4, (byte) 1).array())), "32 bits");
    }

    @ParameterizedTest
    @ValueSource(ints = {HEADERS + 10, DYNAMIC + 8, NEEDS + 4, NEEDS + 20})
    void shouldRefuseAFileThatWasCut(int bytes) throws IOException {
        byte[] cut = new byte[bytes];
        library("GLIBC_2.3").get(cut);
        Path file = write(cut);
        assertEquals(file + " is not a whole ELF file", assertThrows(IOException.class, () -> ElfFile.read(file)).getMessage());
    }

    @Test
    void shouldRefuseAChainThatGoesBack() throws IOException {
        Path file = write(library("GLIBC_2.3", "GLIBC_2.4", "GLIBC_2.5").putInt(NEEDS + 28, -16).array());
        assertEquals(file + " is not a whole ELF file", assertThrows(IOException.class, () -> ElfFile.read(file)).getMessage());
    }

    /** As {@code objdump -T} says of these libraries (binutils 2.40). */
    @Test
    void shouldAgreeWithObjdump() throws IOException {
        Path image = folder.resolve("image");
        new BoardImage(Product.pack(folder.resolve("product")), Platform.LINUX_ARM64).write(image);
        Map<String, String> versions = new TreeMap<>();
        try (Stream<Path> natives = Files.list(image.resolve("lib/native"))) {
            for (Path file : natives.toList()) {
                versions.put(file.getFileName().toString(), ElfFile.read(file).orElseThrow().glibc().orElseThrow().toString());
            }
        }
        assertEquals(Map.of("libjnidispatch.so", "2.17", "libonnxruntime.so", "2.27", "libonnxruntime4j_jni.so", "2.26",
                "libsqlitejdbc.so", "2.17"), versions);
        assertEquals("2.27", BoardImage.glibc(image));
    }

    @Test
    void shouldSayThatAFolderHasNoNativeCode() {
        assertEquals(folder + " holds no native code that needs the GNU C library; allowed: a board's image",
                assertThrows(IOException.class, () -> BoardImage.glibc(folder)).getMessage());
    }
}
