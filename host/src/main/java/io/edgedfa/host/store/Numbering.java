package io.edgedfa.host.store;

/**
 * Where a message stood in its board's outbox.
 *
 * @param storeId  names the board's store, to which the numbers belong; positive
 * @param number   rises with every message of that store; at least 1
 * @param previous the greatest smaller number that was still in the outbox, 0 for none
 */
public record Numbering(long storeId, long number, long previous) {
    /** @throws IllegalArgumentException if a number is out of its range */
    public Numbering {
        if (storeId < 1 || number < 1 || previous < 0 || previous >= number) {
            throw new IllegalArgumentException("numbering is store " + storeId + ", number " + number + ", previous " + previous
                    + "; allowed are store and number from 1, previous from 0 and below number");
        }
    }
}
