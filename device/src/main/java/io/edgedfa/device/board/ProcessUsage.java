package io.edgedfa.device.board;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * What this process holds besides memory: threads, open files, time on the CPU. What grows here over days is a leak.
 *
 * <p>Source: proc_pid_stat(5) and proc_pid_fd(5). Times there are in ticks, of which Linux shows programs 100 to the second on
 * ARM and x86 (USER_HZ).
 */
public final class ProcessUsage {
    private static final long MS_PER_TICK = 10;
    private static final int STATE = 3; // numbers of fields as proc_pid_stat(5) counts them
    private static final int USER_TICKS = 14;
    private static final int SYSTEM_TICKS = 15;
    private static final int THREADS = 20;

    private final Path stat;
    private final Path descriptors;

    /** @param root of the file system, {@code /} but in tests */
    public ProcessUsage(Path root) {
        this.stat = root.resolve("proc/self/stat");
        this.descriptors = root.resolve("proc/self/fd");
    }

    /** Threads of the process, Java's and others. */
    public OptionalLong threads() {
        return field(THREADS);
    }

    /** Time on the CPU of all threads since the process started, in the program and in the kernel for it, in milliseconds. */
    public OptionalLong cpuTimeMs() {
        OptionalLong user = field(USER_TICKS);
        OptionalLong system = field(SYSTEM_TICKS);
        return user.isPresent() && system.isPresent()
                ? OptionalLong.of((user.getAsLong() + system.getAsLong()) * MS_PER_TICK) : OptionalLong.empty();
    }

    /** Open file descriptors: files, sockets, pipes; one or two more than that, for counting them opens the folder. */
    public OptionalLong openFiles() {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(descriptors)) {
            long count = 0;
            for (Path ignored : entries) {
                count++;
            }
            return OptionalLong.of(count);
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalLong.empty();
        }
    }

    private OptionalLong field(int number) {
        try {
            String line = Files.readString(stat);
            int from = line.lastIndexOf(')') + 2; // the name before it may hold anything
            for (int i = STATE; i < number && from > 0; i++) {
                from = line.indexOf(' ', from) + 1;
            }
            int to = line.indexOf(' ', from);
            return from <= 1 || to < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseUnsignedLong(line.substring(from, to)));
        } catch (IOException | NumberFormatException | IndexOutOfBoundsException e) {
            return OptionalLong.empty();
        }
    }
}
