package io.edgedfa.host.store.series;

import io.edgedfa.host.store.database.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Turns readings past their time into minutes, minutes into hours, and deletes hours and events past theirs. It walks all series
 * in passes, some series per transaction; what is late is added to the span it belongs to by the next pass. A transaction moves
 * rows as a whole, so stopping at any moment loses and doubles nothing. Used by one thread.
 */
public final class Rollup {
    private static final long QUICK_MS = 50;
    private static final long SLOW_MS = 200;
    private static final int MOST_SERIES = 8_192;
    private static final int EVENTS_PER_STEP = 5_000;
    private static final long MOST_EVENTS = 10_000_000;

    private final Database database;
    private final Retention retention;
    private final List<Tier> tiers;
    private long nextPassMs;
    private boolean passing;
    private long afterId;
    private long lastId;
    private int seriesPerStep = 64;

    /** Begins its first pass {@link Retention#trimEvery} from now. @param nowMs milliseconds since 1970 UTC */
    public Rollup(Database database, Retention retention, long nowMs) {
        this.database = database;
        this.retention = retention;
        tiers = List.of(
                Tier.minutes(retention.raw().toMillis()),
                Tier.hours(retention.minutes().toMillis()),
                Tier.end(retention.hours().toMillis()));
        nextPassMs = nowMs + retention.trimEvery().toMillis();
    }

    /** Whether a pass is under way or should begin. */
    public boolean due(long nowMs) {
        return passing || nowMs >= nextPassMs || nowMs < nextPassMs - retention.trimEvery().toMillis(); // clocks are set back, too
    }

    /** Whether a pass is under way. */
    boolean passing() {
        return passing;
    }

    /**
     * Does the next part of a pass, in one transaction of about a tenth of a second.
     *
     * @throws SQLException if the database refuses or is away; the part is done by a later call then
     */
    public void step(long nowMs) throws SQLException {
        if (!passing) {
            begin(nowMs);
            return;
        }
        long upTo = Math.min(lastId, afterId + seriesPerStep);
        long startedNs = System.nanoTime();
        database.transact(connection -> {
            for (Tier tier : tiers) {
                tier.move(connection, database.dialect(), afterId, upTo);
            }
            return null;
        });
        long tookMs = (System.nanoTime() - startedNs) / 1_000_000;
        if (tookMs > SLOW_MS) {
            seriesPerStep = Math.max(1, seriesPerStep / 2);
        } else if (tookMs < QUICK_MS) {
            seriesPerStep = Math.min(MOST_SERIES, seriesPerStep * 2);
        }
        afterId = upTo;
        if (afterId >= lastId) {
            end(nowMs);
        }
    }

    private void begin(long nowMs) throws SQLException {
        lastId = database.transact(connection -> {
            deleteEvents(connection, nowMs - retention.events().toMillis());
            return number(connection, "SELECT COALESCE(MAX(id), 0) FROM series");
        });
        tiers.forEach(tier -> tier.begin(nowMs));
        afterId = 0;
        passing = true;
    }

    private void end(long nowMs) throws SQLException {
        boolean again = database.transact(connection -> {
            boolean tighter = false;
            for (Tier tier : tiers) {
                tighter |= tier.adapt(connection, retention.rows());
            }
            return tighter;
        });
        passing = false;
        nextPassMs = again ? nowMs : nowMs + retention.trimEvery().toMillis();
    }

    private static void deleteEvents(Connection connection, long beforeMs) throws SQLException {
        String some = "DELETE FROM event WHERE id IN (SELECT id FROM event WHERE %s ORDER BY id LIMIT " + EVENTS_PER_STEP + ")";
        delete(connection, some.formatted("time_ms < ?"), beforeMs);
        delete(connection, some.formatted("id <= (SELECT MAX(id) FROM event) - ?"), MOST_EVENTS);
    }

    private static void delete(Connection connection, String sql, long bound) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, bound);
            statement.executeUpdate();
        }
    }

    private static long number(Connection connection, String sql) throws SQLException {
        try (PreparedStatement ask = connection.prepareStatement(sql); ResultSet row = ask.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
