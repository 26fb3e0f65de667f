package io.edgedfa.host.fleet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.host.store.BothDatabases;
import io.edgedfa.host.store.Store;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.database.Dialect;
import io.edgedfa.host.store.ledger.AggregatorLedger;
import io.edgedfa.host.store.series.Retention;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts on one PostgreSQL and one broker, one of which ends without a word. */
class SeveralHostsTest {
    private static final int BOARDS = 8;

    @TempDir
    Path folder;

    /** A host with all that is its own. */
    private record Host(Database database, Store store, Fleet fleet) {
        static Host start(String url, String broker, String name) {
            Database database = Database.open(url);
            Store store = Store.open(database, Retention.DEFAULT, Clock.systemUTC());
            return new Host(database, store, Fleet.start(FleetSettings.of(broker, OutboxBoard.GROUP), store,
                    new AggregatorLedger(database), name, Clock.systemUTC()));
        }

        void kill() {
            database.close();
            fleet.abandon();
            store.close();
        }

        void close() {
            fleet.close();
            store.close();
            database.close();
        }
    }

    @Test
    void shouldStoreEverythingOnceWhenOneOfTwoHostsEndsWithoutAWord() throws Exception {
        String url = BothDatabases.fresh(Dialect.POSTGRESQL);
        List<OutboxBoard> boards = new ArrayList<>();
        try (EmbeddedBroker broker = EmbeddedBroker.start(0)) {
            Host first = Host.start(url, broker.uri(), "first");
            Host second = Host.start(url, broker.uri(), "second");
            try {
                for (int i = 0; i < BOARDS; i++) {
                    boards.add(new OutboxBoard(folder, broker.uri(), edge(i), 200));
                }
                await("both to follow their part", 30, () -> heard(first.fleet()) > 0 && heard(second.fleet()) > 0
                        && heard(first.fleet()) + heard(second.fleet()) == BOARDS);
                first.kill();
                await("the other to take over", 40, () -> heard(second.fleet()) == BOARDS);
                check(boards, second);
            } finally {
                boards.forEach(OutboxBoard::close);
                second.close();
            }
        }
    }

    private static void check(List<OutboxBoard> boards, Host host) throws Exception {
        List<Long> counts = new ArrayList<>();
        for (OutboxBoard board : boards) {
            counts.add(board.stop());
        }
        for (OutboxBoard board : boards) {
            await("everything to be acknowledged", 40, board::delivered);
        }
        assertTrue(host.store().flush(Duration.ofSeconds(10)));
        for (int i = 0; i < BOARDS; i++) {
            assertEquals(new StoredCounts(counts.get(i), counts.get(i), 0, 0), StoredCounts.of(host.database(), edge(i), counts.get(i)));
        }
    }

    private static String edge(int board) {
        return "board-" + board;
    }

    private static long heard(Fleet fleet) {
        long count = 0;
        for (int i = 0; i < BOARDS; i++) {
            count += fleet.board(new BoardId(OutboxBoard.GROUP, edge(i))).filter(BoardView::online).isPresent() ? 1 : 0;
        }
        return count;
    }

    private static void await(String what, int seconds, Callable<Boolean> reached) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!reached.call()) {
            assertTrue(System.nanoTime() < deadline, () -> "waited " + seconds + " s for " + what);
            Thread.sleep(20);
        }
    }
}
