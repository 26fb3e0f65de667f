package io.edgedfa.host.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.device.telemetry.sparkplug.Metric;
import io.edgedfa.host.fleet.EmbeddedBroker;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static EmbeddedBroker broker;

    @BeforeAll
    static void startBroker() {
        broker = EmbeddedBroker.start(0);
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    private static SimulationSettings settings(String group, int boards, int rate, int seconds) {
        return new SimulationSettings(broker.uri(), group, 1, boards, rate, seconds, 500, 30, 1);
    }

    @Test
    void shouldCountExactlyWhatTheHostStoredWhenMessagesGetLost() throws Exception {
        try (AcknowledgingHost host = new AcknowledgingHost(broker.uri(), number -> number > 100 && number <= 160)) {
            Simulation simulation = new Simulation(settings("lossy", 20, 4_000, 2), progress -> {});
            simulation.run();
            SimulationResult result = simulation.result();
            assertEquals(List.of(), host.faults());
            assertEquals(List.of(), result.faults());
            assertEquals(result.sent(), host.rows());
            assertEquals(result.sent(), result.stored());
            assertTrue(result.sent() >= 8_000, "sent " + result.sent());
            simulation.readings().forEach((board, readings) -> assertEquals(readings, host.rows(board), board));
            simulation.events().forEach((board, events) -> assertEquals(events, host.events(board), board));
            assertTrue(result.resent() > 0, "nothing was sent again");
            assertTrue(host.historical() > 0, "what is sent again is historical");
        }
    }

    @Test
    void shouldTellWhatIsMissingWhenNobodyAcknowledges() throws Exception {
        try (AcknowledgingHost host = new AcknowledgingHost(broker.uri(), number -> false)) {
            host.silent(true);
            Simulation simulation = new Simulation(
                    new SimulationSettings(broker.uri(), "silent", 2, 4, 100, 1, 500, 1, 1), progress -> {});
            simulation.run();
            SimulationResult result = simulation.result();
            assertEquals(0, result.stored());
            assertEquals(result.sent(), result.lost());
            assertEquals(1, result.faults().size());
            assertEquals(java.util.Set.of("silent-1/sim-00001", "silent-2/sim-00002", "silent-1/sim-00003", "silent-2/sim-00004"),
                    host.boards());
        }
    }

    @Test
    void shouldAnswerCommandsWhenTheyCanBeCarriedOutAndWhenNot() throws Exception {
        try (AcknowledgingHost host = new AcknowledgingHost(broker.uri(), number -> false)) {
            Simulation simulation = new Simulation(settings("told", 1, 100, 30), progress -> {});
            Thread running = new Thread(() -> {
                try {
                    simulation.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            running.start();
            await(() -> host.boards().contains("told/sim-00001"));
            host.command("told/sim-00001", text(BoardMetrics.COMMAND_ID, "a"), text(BoardMetrics.COMMAND_NAME, "pause"));
            host.command("told/sim-00001", text(BoardMetrics.COMMAND_ID, "b"), text(BoardMetrics.COMMAND_NAME, "dance"));
            host.command("told/sim-00001", text(BoardMetrics.COMMAND_ID, "c"), text(BoardMetrics.COMMAND_NAME, "pause"),
                    Metric.of(BoardMetrics.COMMAND_EXPIRES_MILLIS, 1, 1));
            host.command("told/sim-00001", Metric.of(BoardMetrics.REBIRTH, 1, true));
            await(() -> host.answers("told/sim-00001").equals(List.of("done", "refused", "expired")));
            simulation.stop();
            running.join();
            assertEquals(0, simulation.result().lost());
        }
    }

    @Test
    void shouldRefuseMoreBoardsThanFilesCanBeOpen() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> OpenFiles.require(5_000, 1_024));
        assertTrue(refused.getMessage().contains("boards is 5000, but the limit of open files is 1024"), refused.getMessage());
        OpenFiles.require(5_000, 20_000);
    }

    @Test
    void shouldRefuseSettingsByName() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> SimulationSettings.of("tcp://localhost:1883", 0, 1, 1));
        assertEquals("boards is 0, allowed are 1 to 20000", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> SimulationSettings.of("localhost", 1, 1, 1));
    }

    private static Metric text(String name, String value) {
        return Metric.of(name, 1, value);
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + 20_000_000_000L;
        while (!condition.holds()) {
            assertTrue(System.nanoTime() < end, "waited in vain");
            Thread.sleep(20);
        }
    }
}
