package io.edgedfa.engine.cuda.library;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import io.edgedfa.engine.EngineException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Finds a library by its sonames: through the system's loader, then in the places where CUDA, JetPack and wheels put it. */
final class Libraries {
    /** System property: folders to look in before all others, separated by colons. */
    static final String FOLDERS = "edgedfa.cuda.libraries";

    /** Relative to the root; {@code *} stands for any name. */
    private static final List<String> USUAL = List.of(
            "usr/local/cuda/lib64", "usr/local/cuda*/lib64", "usr/local/cuda*/targets/*/lib", "opt/cuda/lib64",
            "usr/lib/x86_64-linux-gnu", "usr/lib/aarch64-linux-gnu", "usr/lib/aarch64-linux-gnu/nvidia", "usr/lib/aarch64-linux-gnu/tegra",
            "usr/lib64", "usr/local/nvidia/lib64", "usr/lib/wsl/lib",
            "usr/lib/python3*/dist-packages/nvidia/*/lib", "usr/local/lib/python3*/dist-packages/nvidia/*/lib",
            "usr/local/lib/python3*/site-packages/nvidia/*/lib", "opt/*/.venv/lib/python3*/site-packages/nvidia/*/lib");

    private Libraries() {}

    /**
     * Loads a library and binds its functions.
     *
     * @param api a class whose native methods have the functions' names
     * @throws EngineException saying what is missing: the library, or a function of it
     */
    static void bind(Class<?> api, String what, List<String> sonames) {
        NativeLibrary library = load(what, sonames);
        try {
            Native.register(api, library);
        } catch (UnsatisfiedLinkError e) {
            throw new EngineException(what + " is too old, it lacks a function: " + e.getMessage() + "; needed: CUDA 11.8 or newer", e);
        }
    }

    /**
     * Loads the first that is there.
     *
     * @param what    the library's name for people
     * @param sonames newest first
     * @throws EngineException naming the sonames and the folders that were looked in
     */
    static NativeLibrary load(String what, List<String> sonames) {
        List<Path> folders = folders(Path.of("/"), System.getProperty(FOLDERS, ""));
        List<String> refusals = new ArrayList<>();
        for (String soname : sonames) {
            for (String candidate : candidates(soname, folders)) {
                try {
                    return NativeLibrary.getInstance(candidate);
                } catch (UnsatisfiedLinkError e) {
                    if (candidate.startsWith("/")) {
                        refusals.add(candidate + ": " + e.getMessage().lines().findFirst().orElse(""));
                    }
                }
            }
        }
        throw new EngineException(what + " is not there: looked for " + String.join(", ", sonames)
                + " through the system's loader and in " + folders + (refusals.isEmpty() ? "" : "; found but refused: " + refusals)
                + "; other folders can be given with -D" + FOLDERS + "=FOLDER:FOLDER");
    }

    private static List<String> candidates(String soname, List<Path> folders) {
        Stream<String> files = folders.stream().map(folder -> folder.resolve(soname)).filter(Files::exists).map(Path::toString);
        return Stream.concat(files, Stream.of(soname)).toList();
    }

    /** Folders that exist, in the order they are looked in. @param first as {@link #FOLDERS} has them */
    static List<Path> folders(Path root, String first) {
        List<Path> folders = new ArrayList<>();
        Stream.of(first.split(":")).filter(folder -> !folder.isBlank()).map(Path::of).forEach(folders::add);
        for (String pattern : USUAL) {
            folders.addAll(matching(root, List.of(pattern.split("/"))));
        }
        return folders.stream().filter(Files::isDirectory).distinct().toList();
    }

    private static List<Path> matching(Path folder, List<String> names) {
        if (names.isEmpty()) {
            return List.of(folder);
        }
        List<Path> found = new ArrayList<>();
        List<String> rest = names.subList(1, names.size());
        if (!names.get(0).contains("*")) {
            Path next = folder.resolve(names.get(0));
            return Files.isDirectory(next) ? matching(next, rest) : List.of();
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, names.get(0))) {
            List<Path> sorted = new ArrayList<>();
            entries.forEach(sorted::add);
            sorted.sort(null);
            sorted.stream().filter(Files::isDirectory).forEach(entry -> found.addAll(matching(entry, rest)));
        } catch (IOException e) {
            return List.of(); // A folder that cannot be read has no library for us.
        }
        return found;
    }
}
