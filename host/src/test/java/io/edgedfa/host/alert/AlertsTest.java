package io.edgedfa.host.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.device.telemetry.sparkplug.BoardMetrics;
import io.edgedfa.host.fleet.BoardView;
import io.edgedfa.host.store.StoredEvent;
import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.StoreException;
import io.edgedfa.host.store.ledger.AlertLedger;
import io.edgedfa.host.store.ledger.AlertRecord;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertsTest {
    private static final BoardId BOARD = new BoardId("g", "e");

    @TempDir
    private Path folder;
    private final List<StoredEvent> events = new ArrayList<>();
    private Database database;
    private AlertLedger ledger;
    private BoardView board = board(true, Map.of());
    private long nowMs = 1_000_000;
    private boolean eventsFail;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("host.db").toString());
        ledger = new AlertLedger(database, true);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static BoardView board(boolean online, Map<String, Object> values) {
        return new BoardView(BOARD, online, online ? "" : "gone", 0, 0, 0, values);
    }

    private Alerts alerts(AlertRule... rules) {
        Clock clock = new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(nowMs);
            }
        };
        return new Alerts(List.of(rules), () -> List.of(board), query -> {
            if (eventsFail) {
                Database.open(folder.toString()).close(); // a folder is no database
            }
            return events.stream().filter(each -> each.event().kind().equals(query.kind())).toList();
        }, ledger, clock, null);
    }

    private static AlertRule rule(AlertKind kind, double threshold, int seconds) {
        return new AlertRule(kind.word(), kind, threshold, seconds, null, kind == AlertKind.EVENT ? "rollback" : null);
    }

    /** Looks, with this to see, so many seconds after the last look. */
    private int look(Alerts alerts, BoardView now, int seconds) {
        board = now;
        nowMs += seconds * 1_000L;
        alerts.look();
        return alerts.openCount(BOARD);
    }

    @Test
    void shouldOpenWhenABoardIsDeadForLongEnoughAndCloseWhenItIsBack() {
        Alerts alerts = alerts(rule(AlertKind.DEAD, 0, 30));
        assertEquals(0, look(alerts, board(false, Map.of()), 1));
        assertEquals(0, look(alerts, board(false, Map.of()), 29));
        assertEquals(0, look(alerts, board(true, Map.of()), 1));
        assertEquals(0, look(alerts, board(false, Map.of()), 1), "the break counts");
        assertEquals(1, look(alerts, board(false, Map.of()), 30));
        assertEquals(1, look(alerts, board(false, Map.of()), 30), "one alert, not one per look");
        assertEquals(0, look(alerts, board(true, Map.of()), 1));
        assertEquals(1, ledger.count(false));
        assertEquals("gone", ledger.list(false, 1, 0).get(0).detail());
    }

    @Test
    void shouldNotFlapBetweenTheThresholds() {
        Alerts alerts = alerts(rule(AlertKind.ACCURACY_BELOW, 0.5, 0), rule(AlertKind.TEMPERATURE_ABOVE, 80, 0));
        assertEquals(0, look(alerts, board(true, Map.of(BoardMetrics.ACCURACY, 0.5, BoardMetrics.CPU_TEMPERATURE, 80.0)), 1));
        assertEquals(2, look(alerts, board(true, Map.of(BoardMetrics.ACCURACY, 0.49, BoardMetrics.GPU_TEMPERATURE, 80.1)), 1));
        assertEquals(2, look(alerts, board(true, Map.of(BoardMetrics.ACCURACY, 0.51, BoardMetrics.CPU_TEMPERATURE, 78.0)), 1));
        assertEquals(2, look(alerts, board(false, Map.of(BoardMetrics.ACCURACY, 0.9, BoardMetrics.CPU_TEMPERATURE, 20.0)), 1),
                "a dead board says nothing new");
        assertEquals(0, look(alerts, board(true, Map.of(BoardMetrics.ACCURACY, 0.52, BoardMetrics.CPU_TEMPERATURE, 77.0)), 1));
    }

    @Test
    void shouldOpenWhenAnOutboxIsLongOrGrowsWithoutABreak() {
        Alerts alerts = alerts(rule(AlertKind.OUTBOX_ABOVE, 100, 0), rule(AlertKind.OUTBOX_GROWING, 20, 10));
        assertEquals(0, look(alerts, waiting(0), 1));
        assertEquals(0, look(alerts, waiting(30), 1));
        assertEquals(0, look(alerts, waiting(25), 1), "it shrank");
        assertEquals(0, look(alerts, waiting(35), 1));
        assertEquals(1, look(alerts, waiting(60), 10));
        assertEquals(2, look(alerts, waiting(101), 1));
        assertEquals(1, look(alerts, waiting(90), 1), "it shrinks, but is still long");
        assertEquals(0, look(alerts, waiting(75), 1));
    }

    private static BoardView waiting(long entries) {
        return board(true, Map.of(BoardMetrics.OUTBOX_WAITING, entries));
    }

    @Test
    void shouldOpenAtAnEventThatIsNewAndCloseWhenItsTimeHasPassed() {
        events.add(event(1));
        Alerts alerts = alerts(rule(AlertKind.EVENT, 0, 60));
        assertEquals(0, look(alerts, board, 1), "what was before the rule");
        events.add(0, event(2));
        assertEquals(1, look(alerts, board, 1));
        events.add(0, event(3));
        assertEquals(1, look(alerts, board, 50));
        assertEquals(1, look(alerts, board, 59));
        assertEquals(0, look(alerts, board, 1));
        assertEquals("rollback: update 2", ledger.list(false, 1, 0).get(0).detail());
    }

    private static StoredEvent event(long id) {
        return new StoredEvent(id, BoardEvent.ofBoard(BOARD, "rollback", id, "update " + id));
    }

    @Test
    void shouldFindAgainWhatCouldNotBeStored() {
        Alerts alerts = alerts(rule(AlertKind.DEAD, 0, 0), rule(AlertKind.EVENT, 0, 60));
        eventsFail = true;
        assertThrows(StoreException.class, () -> look(alerts, board(false, Map.of()), 1));
        assertEquals(0, alerts.openCount(BOARD));
        eventsFail = false;
        assertEquals(1, look(alerts, board(false, Map.of()), 1));
    }

    @Test
    void shouldGoOnWithWhatIsOpenAfterARestartAndCloseWhatNoRuleIsAbout() {
        look(alerts(rule(AlertKind.DEAD, 0, 0), rule(AlertKind.ACCURACY_BELOW, 0.5, 0)), board(false, Map.of()), 1);
        ledger.change(List.of(AlertRecord.opened(BOARD, "of yesterday", 1, "")), List.of(), Map.of());
        Alerts after = alerts(rule(AlertKind.DEAD, 0, 0));
        assertEquals(1, after.openCount(BOARD));
        assertEquals(1, look(after, board(false, Map.of()), 1));
        assertEquals(2, ledger.count(false), "no second alert for the same");
        assertEquals(0, look(after, board(true, Map.of()), 1));
    }

    @Test
    void shouldLookOnlyAtTheRulesGroup() {
        Alerts alerts = alerts(new AlertRule("dead", AlertKind.DEAD, 0, 0, "other", null));
        assertEquals(0, look(alerts, board(false, Map.of()), 1));
    }

    @Test
    void shouldRefuseRulesByName() {
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class,
                () -> new AlertRule("a", AlertKind.ACCURACY_BELOW, 2, 0, null, null));
        assertEquals("threshold is 2.0, allowed are 0.0 to 1.0", refused.getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> AlertKind.of("sad")).getMessage().contains("accuracy-below"));
        assertThrows(IllegalArgumentException.class, () -> new AlertRule("a", AlertKind.EVENT, 0, 0, null, null));
    }
}
