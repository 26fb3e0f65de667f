package io.edgedfa.host.store.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.host.store.database.Database;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AggregatorLedgerTest {
    private static final Duration LONG = Duration.ofMinutes(10);

    @ParameterizedTest
    @MethodSource("io.edgedfa.host.store.BothDatabases#databases")
    void shouldNameAllThatLiveInOrder(Database database) {
        AggregatorLedger ledger = new AggregatorLedger(database);
        assertEquals(List.of("b"), ledger.renew("b", LONG));
        assertEquals(List.of("a", "b"), ledger.renew("a", LONG));
        assertEquals(List.of("a", "b"), ledger.renew("b", LONG));
    }

    @ParameterizedTest
    @MethodSource("io.edgedfa.host.store.BothDatabases#databases")
    void shouldForgetAHostWhenItsLeaseHasEnded(Database database) {
        AggregatorLedger ledger = new AggregatorLedger(database);
        ledger.renew("a", Duration.ofMillis(-1));
        assertEquals(List.of(), ledger.living());
        assertEquals(List.of("a", "b"), renewBoth(ledger));
    }

    private static List<String> renewBoth(AggregatorLedger ledger) {
        ledger.renew("a", LONG);
        return ledger.renew("b", LONG);
    }

    @ParameterizedTest
    @MethodSource("io.edgedfa.host.store.BothDatabases#databases")
    void shouldForgetAHostAtOnceWhenItLeaves(Database database) {
        AggregatorLedger ledger = new AggregatorLedger(database);
        renewBoth(ledger);
        ledger.leave("a");
        assertEquals(List.of("b"), ledger.living());
    }
}
