package io.edgedfa.host.app.serve;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.edgedfa.host.app.Main;
import io.edgedfa.host.simulate.CuttableRelay;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Virtual boards, a real broker, the real host as a process, a real database: what was sent is there, once. */
class SimulateIT {
    @TempDir
    private Path folder;

    /** Runs {@code simulate} and reads its {@code --json}. */
    private JsonObject simulate(String... options) throws Exception {
        Path json = folder.resolve("result.json");
        CommandLine line = Main.commandLine(Map.of(), folder);
        StringWriter said = new StringWriter();
        line.setOut(new PrintWriter(said));
        line.setErr(new PrintWriter(said));
        List<String> arguments = new java.util.ArrayList<>(List.of("simulate", "--json", json.toString()));
        arguments.addAll(List.of(options));
        int exit = line.execute(arguments.toArray(String[]::new));
        assertTrue(Files.exists(json), said.toString());
        JsonObject result = JsonParser.parseString(Files.readString(json)).getAsJsonObject();
        assertEquals(0, exit, said + "\n" + result);
        return result;
    }

    private static void assertNothingLost(JsonObject result, int sent) {
        assertTrue(result.get("sent").getAsLong() >= sent, result.toString());
        assertEquals(result.get("sent"), result.get("stored"), result.toString());
        assertEquals(0, result.get("lost").getAsLong(), result.toString());
        assertEquals(0, result.get("eventsLost").getAsLong(), result.toString());
        assertEquals(0, result.get("duplicates").getAsLong(), result.toString());
    }

    @Test
    void shouldFindEveryReadingOnceInTheDatabaseWhenTwoHundredBoardsReport() throws Exception {
        String database = folder.resolve("host.db").toString();
        JsonObject result = simulate("--boards", "200", "--rate", "2000", "--seconds", "4", "--store", database);
        assertEquals(200, result.get("connected").getAsInt());
        assertEquals(database, result.get("database").getAsString());
        assertNothingLost(result, 8_000);
    }

    @Test
    void shouldLoseNothingWhenConnectionsAreCutAndTheDatabaseIsLockedForAWhile() throws Exception {
        Path database = folder.resolve("host.db");
        try (HostProcess host = HostProcess.start(database.toString(), List.of(), folder.resolve("host.log"));
                CuttableRelay relay = new CuttableRelay(URI.create(host.brokerUri()))) {
            CompletableFuture<JsonObject> result = CompletableFuture.supplyAsync(() -> {
                try {
                    return simulate("--boards", "100", "--rate", "2000", "--seconds", "12", "--broker", relay.uri(), "--store",
                            database.toString());
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            // two sides each; some boards are always off by themselves
            await(() -> rows(database) > 2_000 && relay.connections() > 150);
            int cut = relay.cut();
            long before = rows(database);
            await(() -> rows(database) > before + 2_000);
            lock(database, 7_000);
            JsonObject counted = result.get();
            assertTrue(counted.get("connectionsLost").getAsLong() >= cut / 2, cut + " sides cut: " + counted);
            assertNothingLost(counted, 24_000);
        }
    }

    /** Holds the database's one write lock for longer than the host waits for it. */
    private static void lock(Path database, long forMs) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database); Statement sql = connection.createStatement()) {
            sql.execute("PRAGMA busy_timeout = 5000");
            sql.execute("BEGIN IMMEDIATE");
            Thread.sleep(forMs);
            sql.execute("ROLLBACK");
        }
    }

    private static long rows(Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database); Statement sql = connection.createStatement();
                var row = sql.executeQuery("SELECT COUNT(*) FROM reading")) {
            row.next();
            return row.getLong(1);
        }
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        long end = System.nanoTime() + 90_000_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(100);
        }
    }
}
