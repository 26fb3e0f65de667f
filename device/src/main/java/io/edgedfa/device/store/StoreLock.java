package io.edgedfa.device.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Holds {@code FILE.lock} so that only one process writes the store. The operating system lets go of it when the process ends,
 * however it ends; the file itself stays and means nothing.
 */
final class StoreLock implements AutoCloseable {
    /** POSIX locks belong to the process, and closing any channel of the file loses them: never open it twice in here. */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private StoreLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * @throws StoreInUseException if another store has it, in this process or another
     * @throws StoreException      if it cannot be made
     */
    static StoreLock take(Path file) {
        Path path = of(file);
        if (!HELD.add(path)) {
            throw new StoreInUseException(file + ": could not be opened: it is open already");
        }
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return new StoreLock(path, channel);
            }
            release(path, channel);
        } catch (IOException | OverlappingFileLockException e) {
            release(path, channel);
            throw new StoreException(file + ": could not be opened: " + path + " cannot be locked: " + e, e);
        }
        throw new StoreInUseException(file + ": could not be opened: another process has it open (it holds " + path + ")");
    }

    /** The lock's own file. */
    static Path of(Path file) {
        return file.resolveSibling(file.getFileName() + ".lock");
    }

    @Override
    public synchronized void close() {
        if (channel.isOpen()) {
            release(file, channel);
        }
    }

    private static void release(Path path, FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock went with the channel's file descriptor all the same.
        } finally {
            HELD.remove(path);
        }
    }
}
