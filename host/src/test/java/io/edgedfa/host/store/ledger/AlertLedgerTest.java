package io.edgedfa.host.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.ledger.AlertLedger.Closing;
import io.edgedfa.host.store.ledger.AlertLedger.Notice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AlertLedgerTest {
    private static final String BOTH = "io.edgedfa.host.store.BothDatabases#databases";
    private static final BoardId BOARD = new BoardId("g", "e");

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldRememberWhatIsOpenAndWhatIsOver(Database database) {
        AlertLedger ledger = new AlertLedger(database, false);
        List<AlertRecord> opened = ledger.change(
                List.of(AlertRecord.opened(BOARD, "hot", 10, "90 C"), AlertRecord.opened(BOARD, "dead", 11, "")), List.of(), Map.of());
        ledger.change(List.of(), List.of(new Closing(opened.get(0), 20)), Map.of());
        assertEquals(List.of(opened.get(1)), ledger.open());
        assertEquals(List.of(opened.get(1)), ledger.list(true, 10, 0));
        assertEquals(new AlertRecord(opened.get(0).id(), BOARD, "hot", 10, 20L, "90 C"), ledger.list(false, 10, 1).get(0));
        assertEquals(2, ledger.count(false));
        assertEquals(1, ledger.count(true));
        assertTrue(ledger.oldestNotice().isEmpty(), "nobody takes notices");
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldTellEachOpeningAndClosingInOrderUntilDelivered(Database database) {
        AlertLedger ledger = new AlertLedger(database, true);
        AlertRecord alert = ledger.change(List.of(AlertRecord.opened(BOARD, "hot", 10, "")), List.of(), Map.of()).get(0);
        ledger.change(List.of(), List.of(new Closing(alert, 20)), Map.of());
        Notice first = new AlertLedger(database, true).oldestNotice().orElseThrow();
        assertTrue(first.opened());
        assertEquals(alert.id(), first.alert().id());
        ledger.delivered(first.id());
        Notice second = ledger.oldestNotice().orElseThrow();
        assertEquals(20L, second.alert().untilMs());
        assertTrue(!second.opened());
        ledger.delivered(second.id());
        assertTrue(ledger.oldestNotice().isEmpty());
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldDropTheOldestNoticesWhenNobodyTakesThem(Database database) {
        AlertLedger ledger = new AlertLedger(database, true, 3);
        List<AlertRecord> many = IntStream.range(0, 5).mapToObj(i -> AlertRecord.opened(BOARD, "rule" + i, i, "")).toList();
        ledger.change(many, List.of(), Map.of());
        List<String> told = new ArrayList<>();
        for (var notice = ledger.oldestNotice(); notice.isPresent(); notice = ledger.oldestNotice()) {
            told.add(notice.get().alert().rule());
            ledger.delivered(notice.get().id());
        }
        assertEquals(List.of("rule2", "rule3", "rule4"), told);
    }

    @ParameterizedTest
    @MethodSource(BOTH)
    void shouldKnowHowFarARuleHasLooked(Database database) {
        AlertLedger ledger = new AlertLedger(database, true);
        assertNull(ledger.seen("rollbacks"));
        ledger.change(List.of(), List.of(), Map.of("rollbacks", 7L));
        ledger.change(List.of(), List.of(), Map.of("rollbacks", 9L));
        assertEquals(9L, ledger.seen("rollbacks"));
    }
}
