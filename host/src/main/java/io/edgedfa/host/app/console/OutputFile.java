package io.edgedfa.host.app.console;

import io.edgedfa.file.WholeFile;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Options that name a file to write. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Tries to write there before the work begins.
     *
     * @param file null for no file, which is fine
     * @throws ParameterException naming option and file
     */
    public static void check(CommandSpec spec, String option, Path file) {
        if (file == null) {
            return;
        }
        try {
            WholeFile.checkWritable(file);
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(),
                    option + " " + file + " cannot be written (" + e + "); allowed: a file in a folder open for writing", e);
        }
    }
}
