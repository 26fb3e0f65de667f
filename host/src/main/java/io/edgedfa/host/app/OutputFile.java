package io.edgedfa.host.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Result files: hours of work must not end at a path with a typing error. */
final class OutputFile {
    private OutputFile() {}

    /**
     * Makes the file's folder and tries to write there.
     *
     * @param file null for no file, which is fine
     * @throws ParameterException naming option and file
     */
    static void check(CommandSpec spec, String option, Path file) {
        if (file == null) {
            return;
        }
        try {
            if (Files.isDirectory(file)) {
                throw new IOException("is a folder");
            }
            Path folder = file.toAbsolutePath().getParent();
            Files.createDirectories(folder);
            Files.delete(Files.createTempFile(folder, ".writable", ".part"));
        } catch (IOException e) {
            throw new ParameterException(spec.commandLine(),
                    option + " " + file + " cannot be written (" + e + "); allowed: a file in a folder open for writing", e);
        }
    }
}
