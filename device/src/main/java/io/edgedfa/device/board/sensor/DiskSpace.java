package io.edgedfa.device.board.sensor;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Room on the disk that holds a folder. A disk that cannot be asked is reported once. For one thread at a time. */
public final class DiskSpace {
    private final Path folder;
    private final Consumer<String> warnings;
    private final FileStore store; // null if there is none
    private boolean reported;

    /** A question to the file system. */
    private interface Question {
        long ask() throws IOException;
    }

    /** @param warnings takes one line if the disk cannot be asked */
    public DiskSpace(Path folder, Consumer<String> warnings) {
        this.folder = folder;
        this.warnings = warnings;
        FileStore found = null;
        try {
            found = Files.getFileStore(folder);
        } catch (IOException e) {
            report(e);
        }
        this.store = found;
    }

    /** In bytes. */
    public OptionalLong totalBytes() {
        return store == null ? OptionalLong.empty() : answer(store::getTotalSpace);
    }

    /** What this process may still fill, in bytes; 0 on a full disk. */
    public OptionalLong freeBytes() {
        return store == null ? OptionalLong.empty() : answer(store::getUsableSpace);
    }

    private OptionalLong answer(Question question) {
        try {
            return OptionalLong.of(question.ask());
        } catch (IOException e) {
            report(e);
            return OptionalLong.empty();
        }
    }

    private void report(IOException e) {
        if (!reported) {
            reported = true;
            warnings.accept("the disk of " + folder + " cannot be asked for its room: " + e + "; not reported again");
        }
    }
}
