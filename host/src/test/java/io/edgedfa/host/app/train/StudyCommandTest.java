package io.edgedfa.host.app.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.data.IdxFiles;
import io.edgedfa.host.experiment.named.Experiments;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** {@code experiment NAME} on tiny data. */
class StudyCommandTest {

    @TempDir
    Path folder;

    private StringWriter out = new StringWriter();
    private StringWriter err = new StringWriter();
    private String data;

    @BeforeEach
    void write() throws IOException {
        data = IdxFiles.write(folder.resolve("tiny")).toString();
    }

    @Test
    void shouldWriteEverythingItPromises() throws IOException {
        assertEquals(0, table1("--json", folder.resolve("all.json").toString()), err.toString());
        for (String file : List.of("table.md", "times.md", "results.csv", "report.html", "settings.json", "table1-lowest.png",
                "table1-epochs-fc1-4.png", "runs.db")) {
            assertTrue(Files.size(results().resolve(file)) > 0, file);
        }
        assertEquals(1 + 4 * 2, Files.readAllLines(results().resolve("results.csv")).size());
        JsonObject json = JsonParser.parseString(Files.readString(folder.resolve("all.json"))).getAsJsonObject();
        assertEquals(8, json.getAsJsonArray("runs").size());
    }

    @Test
    void shouldPrintOneLinePerRunThenTheTable() throws IOException {
        assertEquals(0, table1());
        List<String> lines = out.toString().lines().toList();
        assertTrue(lines.get(1).matches("\\[1/8] fc1-4, fa with [a-z-]+, weights framework, seed \\d: test error lowest .*% after"
                + " epoch \\d, last .*%, .* s, .* left"), lines.get(1));
        assertTrue(out.toString().contains(Files.readString(results().resolve("table.md"))));
    }

    @Test
    void shouldWriteTheSameTableWhenRunAgainAndRunNothing() throws IOException {
        table1("--parallel", "1");
        String table = Files.readString(results().resolve("table.md"));
        String csv = Files.readString(results().resolve("results.csv"));
        out = new StringWriter();
        table1("--parallel", "3");
        assertEquals(8, out.toString().lines().filter(line -> line.endsWith("(kept from before)")).count(), out.toString());
        assertEquals(table, Files.readString(results().resolve("table.md")));
        assertEquals(csv, Files.readString(results().resolve("results.csv")));
    }

    @Test
    void shouldGiveTheSameTableHoweverManyRunAtATime() throws IOException {
        table1("--parallel", "1");
        String table = Files.readString(results().resolve("table.md"));
        Files.delete(results().resolve("runs.db"));
        table1("--parallel", "4");
        assertEquals(table, Files.readString(results().resolve("table.md")));
    }

    @Test
    void shouldSayQuickInEveryOutput() throws IOException {
        assertEquals(0, table1("--quick", "--samples", "0"), err.toString());
        for (String file : List.of("table.md", "times.md", "report.html", "settings.json")) {
            assertTrue(Files.readString(results().resolve(file)).contains("QUICK, not the full experiment"), file);
        }
        assertTrue(Files.readAllLines(results().resolve("results.csv")).get(1).startsWith("table1,true,"));
    }

    /** As after a kill between the last pretraining and the first finished run. */
    @Test
    void shouldNotPretrainAgainWhatIsKeptInTheFolder() throws IOException {
        String[] small = {"gan-init", "--data", "digits", "--nets", "fc1-4", "--seeds", "1", "--epochs", "1", "--samples", "50", "--labels", "10",
            "-o", results().toString()};
        assertEquals(0, execute(small), err.toString());
        String table = Files.readString(results().resolve("table.md"));
        List<Path> bodies = bodies();
        assertEquals(2, bodies.size());
        List<FileTime> written = times(bodies);
        Files.delete(results().resolve("runs.db"));
        assertEquals(0, execute(small), err.toString());
        assertEquals(written, times(bodies));
        assertEquals(bodies, bodies());
        assertEquals(table, Files.readString(results().resolve("table.md")));
    }

    private List<Path> bodies() throws IOException {
        try (var files = Files.list(results().resolve("bodies"))) {
            return files.sorted().toList();
        }
    }

    private static List<FileTime> times(List<Path> files) throws IOException {
        List<FileTime> times = new ArrayList<>();
        for (Path file : files) {
            times.add(Files.getLastModifiedTime(file));
        }
        return times;
    }

    @Test
    void shouldListTheExperimentsWhenTheNameIsUnknown() {
        assertEquals(2, execute("nonsense"));
        assertOneLine("experiment 'nonsense' is unknown; allowed: train, table1, rules, deep");
    }

    @Test
    void shouldListTheExperimentsWithALineEachInHelp() {
        assertEquals(0, execute("--help"));
        Experiments.ALL.forEach(study -> assertTrue(
                out.toString().replaceAll("\\s+", " ").contains(study.name() + " " + study.summary()), out.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "--nets, fc1, '--nets: net ''fc1'' is unknown; allowed: fcN-UNITS'",
        "--nets, 5-2, '--nets: net ''5-2'' takes 5 values'",
        "--seeds, 0, '--seeds = 0, allowed: 1 to 1000'",
        "--epochs, 0, '--epochs = 0, allowed: 1 to 100000'",
        "--samples, 7, '--samples = 7, allowed: 1 to 6, the size of tiny/train'",
        "--engine, x, '--engine ''x'' is unknown; allowed: '",
        "--parallel, 0, '--parallel = 0, allowed: 1 to 1024'",
        "--data, nowhere, '--data ''nowhere'' is unknown; allowed: mnist, digits, or a folder'",
        "--nonsense, 1, 'Unknown options: ''--nonsense'''",
    })
    void shouldRefuseInOneLineWhenValueIsBad(String option, String value, String expected) {
        assertEquals(2, table1(option, value));
        assertOneLine(expected);
        assertFalse(Files.exists(results()));
    }

    @Test
    void shouldSayHowMuchMemoryIsNeededWhenItCannotFit() {
        assertEquals(2, table1("--nets", "fc1-65536,fc2-11000", "--parallel", "900"));
        assertTrue(err.toString().matches("(?s)error: --nets: net 'fc2?1?-\\d+' with batch 64 needs about .* GB for .* runs at a time.* there is"
                + " .*B .*"), err.toString());
        assertFalse(Files.exists(results()));
    }

    @Test
    void shouldRefuseInOneLineWhenFinishedRunsAreDamaged() throws IOException {
        Files.createDirectories(results());
        Files.writeString(results().resolve("runs.db"), "rubbish ".repeat(1000));
        assertEquals(2, table1());
        assertOneLine(results().resolve("runs.db") + " is no database");
    }

    @Test
    void shouldRefuseBeforeRunningWhenJsonCannotBeWritten() {
        assertEquals(2, table1("--json", folder.toString()));
        assertOneLine("--json " + folder + " cannot be written");
        assertFalse(Files.exists(results()));
    }

    private Path results() {
        return folder.resolve("results");
    }

    private void assertOneLine(String expected) {
        assertEquals(1, err.toString().lines().count(), err.toString());
        assertTrue(err.toString().contains(expected), err.toString());
    }

    private int table1(String... options) {
        Map<String, String> usual = Map.of("--data", data, "--nets", "fc1-4", "--seeds", "2", "--epochs", "2", "-o", results().toString());
        List<String> arguments = new ArrayList<>(List.of("table1"));
        usual.forEach((name, value) -> {
            if (!List.of(options).contains(name)) {
                arguments.addAll(List.of(name, value));
            }
        });
        arguments.addAll(List.of(options));
        return execute(arguments.toArray(String[]::new));
    }

    private int execute(String... arguments) {
        CommandLine command = ExperimentCommand.create(ExperimentCommand.dataSets(List.of(folder.resolve("cache")), List.of()));
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return command.execute(arguments);
    }
}
