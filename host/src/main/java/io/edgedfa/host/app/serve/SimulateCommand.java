package io.edgedfa.host.app.serve;

import io.edgedfa.file.WholeFile;
import io.edgedfa.host.app.console.OutputFile;
import io.edgedfa.host.fleet.FleetSettings;
import io.edgedfa.host.simulate.OpenFiles;
import io.edgedfa.host.simulate.Progress;
import io.edgedfa.host.simulate.Simulation;
import io.edgedfa.host.simulate.SimulationResult;
import io.edgedfa.host.simulate.SimulationSettings;
import io.edgedfa.host.simulate.StoredCheck;
import io.edgedfa.host.store.Census;
import io.edgedfa.host.store.Census.Count;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code simulate}: a fleet of virtual boards. Exit codes: 0, 1 if anything was lost, 2 for a value that cannot be used. */
@Command(name = "simulate", mixinStandardHelpOptions = true, showDefaultValues = true, sortOptions = false,
        description = "Connects virtual boards to a broker, lets them report, and counts what the host has stored.",
        footer = {"%nReadings are sent once they are in a board's outbox, stored once they are in the database (without a database to"
                + " look at: once the host has acknowledged them). p99 is from a message's first publishing to the arrival of its"
                + " acknowledgement, which the host sends after its commit: an upper bound of the time to the commit."})
public final class SimulateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--boards", defaultValue = "100", paramLabel = "N", description = "How many, 1 to 20000.")
    private int boards;

    @Option(names = "--rate", defaultValue = "1000", paramLabel = "R",
            description = "Readings a second, of all boards together; a message carries ten or twenty.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "60", paramLabel = "S", description = "How long, once all boards are connected.")
    private int seconds;

    @Option(names = "--broker", paramLabel = "URL",
            description = "MQTT broker that a host listens to, tcp://HOST:PORT or ssl://HOST:PORT. Without it a host with a broker"
                    + " is started for the time, as a process of its own.")
    private String broker;

    @Option(names = "--store", paramLabel = "FILE",
            description = "The host's database, where stored readings are counted; of the started host: edge-dfa-data/simulate.db,"
                    + " begun anew.", showDefaultValue = picocli.CommandLine.Help.Visibility.NEVER)
    private String store;

    @Option(names = "--group", defaultValue = FleetSettings.DEFAULT_GROUP, paramLabel = "ID", description = "Sparkplug group.")
    private String group;

    @Option(names = "--groups", defaultValue = "1", paramLabel = "N",
            description = "Deal the boards out to so many groups, ID-1, ID-2 ...; the host must follow them (serve --group +).")
    private int groups;

    @Option(names = "--ramp", defaultValue = "250", paramLabel = "N", description = "Most attempts to connect begun in a second.")
    private int ramp;

    @Option(names = "--drain", defaultValue = "60", paramLabel = "S", description = "Longest wait for acknowledgements at the end.")
    private int drain;

    @Option(names = "--seed", defaultValue = "1", paramLabel = "N", description = "Same seed, same boards.")
    private long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the result there.")
    private Path json;

    @Override
    public Integer call() throws Exception {
        OutputFile.check(spec, "--json", json);
        SimulationSettings settings = settings(broker == null ? "tcp://127.0.0.1:1" : broker);
        SimulationResult result = broker == null ? withOwnHost() : run(settings, store);
        return report(result);
    }

    private SimulationSettings settings(String brokerUri) {
        try {
            OpenFiles.require(boards, OpenFiles.limit());
            return new SimulationSettings(brokerUri, group, groups, boards, rate, seconds, ramp, drain, seed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--" + e.getMessage(), e);
        }
    }

    private SimulationResult withOwnHost() throws IOException, InterruptedException {
        String database = store != null ? store : "edge-dfa-data/simulate.db";
        if (store == null) {
            for (String end : List.of("", "-wal", "-shm")) {
                Files.deleteIfExists(Path.of(database + end));
            }
        }
        Path log = Files.createTempFile("edge-dfa-simulate-host-", ".log");
        SimulationResult acknowledged;
        Map<String, Count> before = Map.of();
        Simulation simulation;
        try (HostProcess host = HostProcess.start(database, List.of("--group", groups > 1 ? "+" : group), log)) {
            before = store != null ? Census.of(database) : before;
            spec.commandLine().getErr().printf("broker    %s%ndashboard %s%nhost's log %s%n", host.brokerUri(), host.webUri(), log);
            simulation = simulation(settings(host.brokerUri()));
            simulation.run();
            acknowledged = simulation.result();
            host.peakResidentBytes().ifPresent(bytes -> spec.commandLine().getErr().printf(Locale.ROOT,
                    "host's most resident memory %,d MB%n", bytes / 1_000_000));
        }
        return counted(acknowledged, simulation, database, before);
    }

    private SimulationResult run(SimulationSettings settings, String database) throws InterruptedException {
        Map<String, Count> before = database == null ? Map.of() : Census.of(database);
        Simulation simulation = simulation(settings);
        simulation.run();
        SimulationResult acknowledged = simulation.result();
        return database == null ? acknowledged : counted(acknowledged, simulation, database, before);
    }

    private Simulation simulation(SimulationSettings settings) {
        Simulation simulation = new Simulation(settings, this::show);
        Runtime.getRuntime().addShutdownHook(new Thread(simulation::stop, "stop"));
        return simulation;
    }

    private static SimulationResult counted(SimulationResult result, Simulation simulation, String database, Map<String, Count> before) {
        Map<String, Count> after = Census.of(database);
        return result.counted(database,
                StoredCheck.of(simulation.readings(), id -> readings(after, id) - readings(before, id)),
                StoredCheck.of(simulation.events(), id -> events(after, id) - events(before, id)));
    }

    private static long readings(Map<String, Count> census, String board) {
        return census.getOrDefault(board, Count.NOTHING).readings();
    }

    private static long events(Map<String, Count> census, String board) {
        return census.getOrDefault(board, Count.NOTHING).boardEvents();
    }

    private void show(Progress now) {
        PrintWriter err = spec.commandLine().getErr();
        err.printf(Locale.ROOT, "%-10s %4d s  connected %,d  sent %,d  acknowledged %,d  messages waiting %,d  p99 %,.0f ms%n", now.phase(),
                now.seconds(), now.connected(), now.sent(), now.acknowledged(), now.waiting(), now.p99Millis());
        err.flush();
    }

    private int report(SimulationResult r) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(Locale.ROOT, "%8s %9s %9s %10s %12s %12s %8s %10s %8s %8s %8s%n", "boards", "connected", "seconds", "metrics/s",
                "sent", "stored", "lost", "duplicates", "p50 ms", "p99 ms", "max ms");
        out.printf(Locale.ROOT, "%,8d %,9d %9.1f %,10.0f %,12d %,12d %,8d %,10d %,8.0f %,8.0f %,8.0f%n", r.boards(), r.connected(),
                r.seconds(), r.metricsPerSecond(), r.sent(), r.stored(), r.lost(), r.duplicates(), r.p50Millis(), r.p99Millis(),
                r.maxMillis());
        out.printf(Locale.ROOT, "%,d events (%,d lost), %,d messages, %,d of them sent again; %,d boards were off for a while, %,d connections"
                + " lost; stored was counted %s%n", r.events(), r.eventsLost(), r.published(), r.resent(), r.outages(), r.connectionsLost(),
                r.database() == null ? "by acknowledgements" : "in " + r.database());
        r.faults().forEach(fault -> out.println("fault: " + fault));
        out.flush();
        if (json != null) {
            WholeFile.write(json, r.json().getBytes(StandardCharsets.UTF_8));
        }
        return r.clean() ? 0 : spec.exitCodeOnExecutionException();
    }
}
