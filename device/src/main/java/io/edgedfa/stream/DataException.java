package io.edgedfa.stream;

import java.nio.file.Path;

/** A data file that cannot be read as what it claims to be. The message is one line: file, what is wrong, what is allowed. */
public final class DataException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    public DataException(Path file, String problem) {
        this(file, problem, null);
    }

    public DataException(Path file, String problem, Throwable cause) {
        super(file + ": " + problem, cause);
    }
}
