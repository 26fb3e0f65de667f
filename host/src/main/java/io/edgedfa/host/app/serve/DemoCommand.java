package io.edgedfa.host.app.serve;

import com.google.gson.GsonBuilder;
import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.config.HostConfig;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.app.console.Terminal;
import io.edgedfa.host.fleet.BoardView;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code demo}: broker, host and three boards on this machine, a stream that drifts, and what came of it. */
@Command(name = "demo", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Three boards start from the same model and read the same stream of drawn digits: one learns by direct"
                + " feedback alignment, one by backpropagation, one is frozen. On the way all digits are turned by 45 degrees.")
public final class DemoCommand implements Callable<Integer> {
    private static final double PREPARATION_SECONDS = 10;

    @Spec
    private CommandSpec spec;

    @Option(names = "--seconds", defaultValue = "60", paramLabel = "N", description = "About how long it takes, 20 to 3600.")
    private int seconds;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the result as JSON.")
    private Path json;

    @Option(names = "--keep", description = "Leave host and boards running afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(names = "--web-port", defaultValue = "0", paramLabel = "PORT", description = "Port of the dashboard, 0 for a free one.")
    private int webPort;

    @Override
    public Integer call() throws Exception {
        if (seconds < 20 || seconds > 3600) {
            throw new ParameterException(spec.commandLine(), "--seconds = " + seconds + "; allowed: 20 to 3600");
        }
        OutputFile.check(spec, "--json", json);
        // What is merely informative would tear the table that is redrawn in place; see logback.xml.
        System.setProperty("edgedfa.log.level", "WARN");
        Path folder = Files.createTempDirectory("edge-dfa-demo");
        List<AutoCloseable> open = new ArrayList<>();
        Thread closing = new Thread(() -> close(open, folder), "stop");
        Runtime.getRuntime().addShutdownHook(closing);
        HostServer host = start(folder, open);
        List<BoardProcess> boards = startBoards(folder, host, open);
        watch(host, boards);
        List<Demo.Outcome> outcomes = finish(host);
        if (json != null) {
            String text = new GsonBuilder().setPrettyPrinting().create().toJson(Map.of("boards", outcomes)) + "\n";
            WholeFile.write(json, text.getBytes(StandardCharsets.UTF_8));
        }
        if (keep) {
            System.out.printf("%nHost and boards stay up: %s  Ctrl-C ends them.%n", host.webUri());
            Thread.sleep(Long.MAX_VALUE);
        }
        return 0;
    }

    private HostServer start(Path folder, List<AutoCloseable> open) throws IOException {
        System.out.println("EdgeDFA demo: pretraining a model on 20,000 drawn digits ...");
        Demo.pretrain(folder.resolve("model.onnx"));
        HostServer host = new HostServer(HostConfig.read(null, Map.of("broker.port", "0", "broker.group", Demo.GROUP,
                "store.url", folder.resolve("host.db").toString(), "web.port", Integer.toString(webPort))));
        synchronized (open) {
            open.add(host);
        }
        System.out.printf("dashboard: %s%n%n", host.webUri());
        return host;
    }

    private List<BoardProcess> startBoards(Path folder, HostServer host, List<AutoCloseable> open) throws IOException {
        double rate = Math.ceil(Demo.SAMPLES / (seconds - PREPARATION_SECONDS));
        List<BoardProcess> boards = new ArrayList<>();
        for (String rule : Demo.RULES) {
            BoardProcess board = new BoardProcess(
                    Demo.boardId(rule), Demo.configure(folder, rule, host.brokerUri(), rate));
            boards.add(board);
            synchronized (open) {
                open.add(board);
            }
        }
        return boards;
    }

    private void watch(HostServer host, List<BoardProcess> boards) throws Exception {
        DemoTable table = new DemoTable(System.out, Terminal.isThere());
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds + seconds / 2 + 30L);
        while (true) {
            for (BoardProcess board : boards) {
                board.requireAlive();
            }
            List<BoardView> views = host.fleet().boards();
            table.show(views);
            boolean done = views.size() == Demo.RULES.size()
                    && views.stream().allMatch(view -> samples(view) >= Demo.SAMPLES);
            if (done) {
                return;
            }
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the boards did not get through the stream in time: " + views.stream()
                        .map(view -> view.id().edge() + " is at sample " + samples(view)).toList());
            }
            Thread.sleep(250);
        }
    }

    private static long samples(BoardView view) {
        Long samples = view.count(BoardMetrics.SAMPLES);
        return samples == null ? 0 : samples;
    }

    private static List<Demo.Outcome> finish(HostServer host) throws InterruptedException {
        host.store().flush(Duration.ofSeconds(10));
        List<Demo.Outcome> outcomes = Demo.outcomes(host.store());
        DemoTable.printOutcomes(System.out, outcomes);
        return outcomes;
    }

    private static void close(List<AutoCloseable> open, Path folder) {
        synchronized (open) {
            for (int i = open.size() - 1; i >= 0; i--) {
                try {
                    open.get(i).close();
                } catch (Exception e) {
                    System.err.println("while closing: " + e.getMessage());
                }
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.err.println("could not delete " + folder + ": " + e.getMessage());
        }
    }
}
