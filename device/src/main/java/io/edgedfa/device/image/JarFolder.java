package io.edgedfa.device.image;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The jars in a folder by the classes that they hold, none of which is read before it is asked for. */
final class JarFolder implements Closeable {
    private static final String CLASS = ".class";

    private final List<JarFile> files = new ArrayList<>();
    /** By class name, with slashes; of two jars with the same class the first by name. */
    private final Map<String, JarFile> holders = new HashMap<>();

    /** @throws IOException in one line, when the folder or a jar in it cannot be read */
    JarFolder(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            for (Path file : content.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
                files.add(open(file));
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            throw new IOException(folder + " is not a folder; allowed: one with jars", e);
        }
        for (JarFile file : files) {
            file.stream().map(ZipEntry::getName).filter(name -> name.endsWith(CLASS))
                    .forEach(name -> holders.putIfAbsent(name.substring(0, name.length() - CLASS.length()), file));
        }
    }

    private JarFile open(Path file) throws IOException {
        try {
            return new JarFile(file.toFile(), false);
        } catch (IOException e) {
            close();
            throw new IOException(file + " cannot be read as a jar: " + e.getMessage(), e);
        }
    }

    /** Sorted by name. */
    List<JarFile> files() {
        return files;
    }

    boolean holds(String name) {
        return holders.containsKey(name);
    }

    /** The jar with a class, or {@code null}. */
    JarFile holder(String name) {
        return holders.get(name);
    }

    /** A class file, or {@code null}. */
    byte[] content(String name) {
        JarFile holder = holders.get(name);
        if (holder == null) {
            return null;
        }
        try (InputStream in = holder.getInputStream(holder.getEntry(name + CLASS))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (JarFile file : files) {
            file.close();
        }
    }
}
