package io.edgedfa.host.store.delivery;

/**
 * The place of a message among those that a board must not lose.
 *
 * @param storeId  the board's store, to which the numbers belong; above 0
 * @param number   1 or more, never given twice within the store
 * @param previous the greatest smaller number that the board still keeps; 0 if there is none
 */
public record Numbering(long storeId, long number, long previous) {
    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public Numbering {
        if (storeId <= 0) {
            throw new IllegalArgumentException("storeId is " + storeId + ", allowed are 1 and more");
        }
        if (number <= 0) {
            throw new IllegalArgumentException("number is " + number + ", allowed are 1 and more");
        }
        if (previous < 0 || previous >= number) {
            throw new IllegalArgumentException("previous is " + previous + ", allowed are 0 to " + (number - 1));
        }
    }
}
