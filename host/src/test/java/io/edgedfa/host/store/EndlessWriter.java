package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardEvent;
import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import io.edgedfa.host.store.board.Reading;
import io.edgedfa.host.store.database.Database;
import io.edgedfa.host.store.delivery.Delivery;
import io.edgedfa.host.store.delivery.Numbering;
import io.edgedfa.host.store.series.Retention;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** A program that delivers to a store until it is killed. */
public final class EndlessWriter {
    static final int METRICS = 5;

    private EndlessWriter() {}

    public static void main(String[] args) throws InterruptedException {
        BoardId board = new BoardId("edgedfa", "bench-1");
        Store store = Store.open(Database.open(args[0]), Retention.DEFAULT, Clock.systemUTC());
        for (long number = 1;; number++) {
            while (!store.put(delivery(board, new Numbering(7, number, number - 1), METRICS))) {
                Thread.sleep(1);
            }
        }
    }

    static Delivery delivery(BoardId board, Numbering numbering, int metrics) {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < metrics; i++) {
            readings.add(new Reading(board, "metric" + i, System.currentTimeMillis() - 100_000_000 + numbering.number(), i));
        }
        return new Delivery(new BoardRecord(board, "learner", 1, 1, true, "dfa", null, null, null, null, null), numbering, readings,
                List.of(BoardEvent.ofBoard(board, "start", 1, "")), List.of());
    }
}
