package io.edgedfa.host.store.writer;

import io.edgedfa.host.store.board.BoardId;
import io.edgedfa.host.store.board.BoardRecord;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** The row ids of the boards heard last and of their series, bounded; what is not here is asked of the database. */
final class Catalog {
    /** A board's row as last written, and its series once they were needed. */
    static final class Entry {
        final long id;
        BoardRecord written;
        Map<String, Long> series;

        Entry(long id, BoardRecord written) {
            this.id = id;
            this.written = written;
        }
    }

    private final int mostSeries;
    private final Map<BoardId, Entry> boards = new LinkedHashMap<>(16, 0.75f, true);
    /** A metric's name is the same object for all boards. */
    private final Map<String, String> names = new HashMap<>();
    private int series;

    Catalog(int mostSeries) {
        this.mostSeries = mostSeries;
    }

    Entry find(BoardId board) {
        return boards.get(board);
    }

    void put(BoardId board, Entry entry) {
        boards.put(board, entry);
    }

    /** Sets all series of a board. */
    void setSeries(Entry entry, Map<String, Long> ids) {
        series += ids.size() - (entry.series == null ? 0 : entry.series.size());
        Map<String, Long> shared = new HashMap<>(ids.size() * 2);
        ids.forEach((name, id) -> shared.put(shared(name), id));
        entry.series = shared;
    }

    private String shared(String name) {
        if (names.size() > mostSeries) {
            names.clear();
        }
        String known = names.putIfAbsent(name, name);
        return known == null ? name : known;
    }

    /** Forgets the boards heard longest ago while there are too many; entries found before stay usable. */
    void trim() {
        Iterator<Entry> oldest = boards.values().iterator();
        while (oldest.hasNext() && (series > mostSeries || boards.size() > mostSeries / 4 + 1)) {
            Entry entry = oldest.next();
            series -= entry.series == null ? 0 : entry.series.size();
            oldest.remove();
        }
    }

    int size() {
        return series;
    }

    /** After a rollback the ids met in that transaction may not exist. */
    void clear() {
        boards.clear();
        names.clear();
        series = 0;
    }
}
