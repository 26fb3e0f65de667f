package io.edgedfa.device.image;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A program or library in ELF, 64 bits, least significant byte first (System V ABI, chapters 4 and 5; for versions of symbols the
 * Linux Standard Base, "Symbol Versioning"), read the way the dynamic loader does: through the program headers.
 *
 * @param machine {@code e_machine}
 * @param glibc   the highest version of the GNU C library that it asks for, if for any
 */
record ElfFile(int machine, Optional<Version> glibc) {
    private static final int MAGIC = 0x464C457F; // 0x7F, E, L, F
    private static final int CLASS_64_LEAST_FIRST = 0x0102;
    private static final int HEADER_BYTES = 64;
    private static final int PT_LOAD = 1;
    private static final int PT_DYNAMIC = 2;
    private static final int DT_STRTAB = 5;
    private static final int DT_VERNEED = 0x6ffffffe;
    private static final Pattern GLIBC = Pattern.compile("GLIBC_(\\d+(\\.\\d+)+)");
    /** Asked for instead of a version by files with packed relocations, which 2.36 brought. */
    private static final String PACKED_RELOCATIONS = "GLIBC_ABI_DT_RELR";

    /** Reads a file's headers. @return empty when it is no such ELF file @throws IOException in one line, when it is not whole */
    static Optional<ElfFile> read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            if (channel.size() < HEADER_BYTES) {
                return Optional.empty();
            }
            ByteBuffer start = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            channel.read(start, 0);
            if (start.getInt(0) != MAGIC || start.getShort(4) != CLASS_64_LEAST_FIRST) {
                return Optional.empty();
            }
            ByteBuffer all = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.LITTLE_ENDIAN);
            return Optional.of(new ElfFile(Short.toUnsignedInt(all.getShort(18)), new Headers(all).glibc()));
        } catch (IndexOutOfBoundsException | ArithmeticException e) {
            throw new IOException(file + " is not a whole ELF file", e);
        }
    }

    /** One mapped stretch of the file. */
    private record Segment(long address, long offset, long bytes) {}

    private static final class Headers {
        private final ByteBuffer file;
        private final List<Segment> loaded = new ArrayList<>();
        private int names = -1;
        private int needs = -1;

        Headers(ByteBuffer file) {
            this.file = file;
            int first = Math.toIntExact(file.getLong(32));
            int size = Short.toUnsignedInt(file.getShort(54));
            int count = Short.toUnsignedInt(file.getShort(56));
            Segment dynamic = null;
            for (int i = 0; i < count; i++) {
                int at = first + i * size;
                Segment segment = new Segment(file.getLong(at + 16), file.getLong(at + 8), file.getLong(at + 32));
                if (file.getInt(at) == PT_LOAD) {
                    loaded.add(segment);
                } else if (file.getInt(at) == PT_DYNAMIC) {
                    dynamic = segment;
                }
            }
            if (dynamic != null) {
                readDynamic(dynamic);
            }
        }

        private void readDynamic(Segment dynamic) {
            for (long at = dynamic.offset; at < dynamic.offset + dynamic.bytes && file.getLong((int) at) != 0; at += 16) {
                if (file.getLong((int) at) == DT_STRTAB) {
                    names = place(file.getLong((int) at + 8));
                } else if (file.getLong((int) at) == DT_VERNEED) {
                    needs = place(file.getLong((int) at + 8));
                }
            }
        }

        private int place(long address) {
            for (Segment segment : loaded) {
                if (address >= segment.address && address < segment.address + segment.bytes) {
                    return Math.toIntExact(address - segment.address + segment.offset);
                }
            }
            throw new IndexOutOfBoundsException("address " + address);
        }

        /** {@code Elfxx_Verneed}, one per library, each with its chain of {@code Elfxx_Vernaux}, one per version. */
        Optional<Version> glibc() {
            Version highest = null;
            int libraryStep = needs < 0 ? 0 : 1;
            for (int library = needs; libraryStep != 0; library += libraryStep) {
                int versionStep = 1;
                for (int version = library + file.getInt(library + 8); versionStep != 0; version += versionStep) {
                    Optional<Version> asked = glibc(text(names + file.getInt(version + 8)));
                    if (asked.isPresent() && (highest == null || asked.get().compareTo(highest) > 0)) {
                        highest = asked.get();
                    }
                    versionStep = forward(file.getInt(version + 12));
                }
                libraryStep = forward(file.getInt(library + 12));
            }
            return Optional.ofNullable(highest);
        }

        private static Optional<Version> glibc(String name) {
            Matcher matcher = GLIBC.matcher(name);
            return name.equals(PACKED_RELOCATIONS) ? Optional.of(Version.parse("2.36"))
                    : matcher.matches() ? Optional.of(Version.parse(matcher.group(1))) : Optional.empty();
        }

        /** A chain that goes back would never end. */
        private static int forward(int step) {
            if (step < 0) {
                throw new IndexOutOfBoundsException("step " + step);
            }
            return step;
        }

        private String text(int at) {
            int end = at;
            while (file.get(end) != 0) {
                end++;
            }
            byte[] name = new byte[end - at];
            file.get(at, name);
            return new String(name, StandardCharsets.US_ASCII);
        }
    }
}
