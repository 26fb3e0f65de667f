package io.edgedfa.device.app;

import io.edgedfa.device.agent.Resumption;
import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.store.BoardStore;
import io.edgedfa.device.store.Event;
import io.edgedfa.device.store.Outbox;
import io.edgedfa.text.Printable;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code store}: what a board keeps, and forgetting what it learned. */
@Command(name = "store", mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Show what a board's store holds, also while it runs: the last checkpoint, the outbox, the newest events."
                + " --forget drops what was learned, so that a stopped board begins with the factory model again.")
final class StoreCommand implements Callable<Integer> {

    @Option(names = "--config", required = true, paramLabel = "FILE", description = "The board's configuration (TOML).")
    private Path file;

    @Option(names = "--events", defaultValue = "20", paramLabel = "N", description = "Newest events shown.")
    private int count;

    @Option(names = "--forget", description = "Drop all checkpoints and replayed samples; events stay. Refused while the board runs.")
    private boolean forget;

    @Option(names = "--json", paramLabel = "FILE", description = "Also write all this as JSON.")
    private Path json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        if (count < 0) {
            throw new ParameterException(spec.commandLine(), "--events = " + count + "; allowed: 0 and more");
        }
        BoardConfig config = BoardConfig.read(file);
        if (forget) {
            try (BoardStore store = BoardStore.open(config.store().file(), config.store().limits(), Clock.systemUTC())) {
                store.checkpoints().drop();
                store.events().add("forget", "what was learned was dropped by hand");
            }
        }
        try (BoardStore store = BoardStore.openToRead(config.store().file())) {
            show(config, store);
        }
        return 0;
    }

    private void show(BoardConfig config, BoardStore store) throws Exception {
        String checkpoint = store.checkpoints().current().map(Resumption::name).orElse("none");
        List<Event> events = store.events().latest(count);
        System.out.printf("store       %s, %d bytes%n", config.store().file(), store.bytes());
        System.out.println("factory     " + store.checkpoints().factory().map(f -> f.modelId() + " version " + f.version()).orElse("none"));
        System.out.println("checkpoint  " + checkpoint);
        System.out.println("last good   " + store.checkpoints().lastGood().map(Resumption::name).orElse("none"));
        Outbox.Size outbox = store.outbox().size();
        System.out.printf("outbox      %d entries of %d bytes wait for the host; dropped were %d reports, %d events%n", outbox.waiting(),
                outbox.bytes(), outbox.droppedReports(), outbox.droppedEvents());
        for (Event event : events) {
            System.out.printf("%s  %d  %s: %s%n", Instant.ofEpochMilli(event.timeMs()), event.number(), event.kind(),
                    Printable.text(event.text()));
        }
        if (json != null) {
            Map<String, Object> result = new TreeMap<>(Map.of("bytes", store.bytes(), "checkpoint", checkpoint,
                    "facts", store.checkpoints().current().map(saved -> saved.facts()).orElse(Map.of()),
                    "waiting", outbox.waiting(), "waitingBytes", outbox.bytes(), "droppedReports", outbox.droppedReports(),
                    "droppedEvents", outbox.droppedEvents(), "events", events.stream().map(StoreCommand::json).toList()));
            JsonFile.write(json, result);
        }
    }

    private static Map<String, Object> json(Event event) {
        return new TreeMap<>(Map.of("number", event.number(), "timeMs", event.timeMs(), "kind", event.kind(), "text", event.text()));
    }
}
