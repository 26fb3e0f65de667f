package io.edgedfa.host.simulate;

import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * What boards sent beside what the database holds, board by board, so that one board's doubles cannot make up for another's loss.
 *
 * @param stored     rows found
 * @param lost       sent and not found
 * @param duplicates found and not sent
 */
public record StoredCheck(long stored, long lost, long duplicates) {
    /**
     * Compares.
     *
     * @param sent   by {@code group/edge}
     * @param stored how many are found of a board
     */
    public static StoredCheck of(Map<String, Long> sent, ToLongFunction<String> stored) {
        long all = 0;
        long lost = 0;
        long duplicates = 0;
        for (Map.Entry<String, Long> board : sent.entrySet()) {
            long found = stored.applyAsLong(board.getKey());
            all += found;
            lost += Math.max(0, board.getValue() - found);
            duplicates += Math.max(0, found - board.getValue());
        }
        return new StoredCheck(all, lost, duplicates);
    }
}
