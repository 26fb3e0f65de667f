package io.edgedfa.host.web.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders of finished experiments below one root. A name that a request brings is looked for among those that are there, never
 * made into a path, and links are not followed.
 */
final class ResultFolders {
    private static final int MAX_FOLDERS = 1_000;
    private static final int MAX_FILES = 200;
    private static final long MAX_BYTES = 16 << 20;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * An experiment.
     *
     * @param title    the first heading of its table; its name where there is none
     * @param finished when its table was written, milliseconds since 1970 UTC; null while there is none
     */
    record Experiment(String name, String title, Long finished, List<String> files) {}

    /** The runs, one a row, every cell as text. */
    record RunTable(List<String> columns, List<List<String>> rows) {}

    private final Path root;

    ResultFolders(Path root) {
        this.root = root;
    }

    /** By name; empty where the root is missing. */
    List<Experiment> list() throws IOException {
        List<Experiment> experiments = new ArrayList<>();
        for (Path folder : folders()) {
            experiments.add(experiment(folder));
        }
        return experiments;
    }

    /** Empty where there is no such experiment or none of its runs has ended. */
    Optional<RunTable> table(String name) throws IOException {
        Optional<Path> file = file(name, "results.csv");
        return file.isEmpty() ? Optional.empty() : Optional.of(CsvText.table(Files.readString(file.get(), StandardCharsets.UTF_8)));
    }

    /** A plot's bytes. */
    Optional<byte[]> plot(String name, String file) throws IOException {
        Optional<Path> picture = file.endsWith(".png") ? file(name, file) : Optional.empty();
        return picture.isEmpty() ? Optional.empty() : Optional.of(Files.readAllBytes(picture.get()));
    }

    private static Experiment experiment(Path folder) throws IOException {
        List<String> names = files(folder).stream().map(file -> file.getFileName().toString()).toList();
        Path table = folder.resolve("table.md");
        String name = folder.getFileName().toString();
        if (!names.contains("table.md")) {
            return new Experiment(name, name, null, names);
        }
        Instant finished = Files.getLastModifiedTime(table, LinkOption.NOFOLLOW_LINKS).toInstant();
        return new Experiment(name, title(table).orElse(name), finished.toEpochMilli(), names);
    }

    private static Optional<String> title(Path table) throws IOException {
        try (Stream<String> lines = Files.lines(table, StandardCharsets.UTF_8)) {
            return lines.limit(1).filter(line -> line.startsWith("# ")).map(line -> line.substring(2).strip()).findFirst();
        }
    }

    private Optional<Path> file(String name, String file) throws IOException {
        Optional<Path> folder = folders().stream().filter(each -> each.getFileName().toString().equals(name)).findFirst();
        return folder.isEmpty() ? Optional.empty()
                : files(folder.get()).stream().filter(each -> each.getFileName().toString().equals(file)).findFirst();
    }

    private List<Path> folders() throws IOException {
        return Files.isDirectory(root) ? children(root, MAX_FOLDERS, path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) : List.of();
    }

    private static List<Path> files(Path folder) throws IOException {
        return children(folder, MAX_FILES, ResultFolders::isShown);
    }

    private static boolean isShown(Path file) {
        String name = file.getFileName().toString();
        boolean known = name.endsWith(".png") || name.equals("table.md") || name.equals("results.csv") || name.equals("settings.json");
        return known && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) && file.toFile().length() <= MAX_BYTES;
    }

    private static List<Path> children(Path folder, int most, Predicate<Path> wanted) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> NAME.matcher(path.getFileName().toString()).matches()).filter(wanted)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString())).limit(most).toList();
        }
    }
}
