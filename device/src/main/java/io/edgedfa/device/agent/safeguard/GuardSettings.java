package io.edgedfa.device.agent.safeguard;

/**
 * When a model counts as spoilt.
 *
 * @param every        updates between two checks, 1 or more
 * @param floor        accuracy on the held-out set, 0 to 1, that it must not fall below once it has been reached
 * @param margin       how far accuracy may fall below the best so far, 0 to 1
 * @param maxRollbacks rollbacks after which learning stops, 1 or more
 * @param rateFactor   what each rollback multiplies the learning rate with, above 0 to 1
 */
public record GuardSettings(long every, double floor, double margin, int maxRollbacks, double rateFactor) {

    /** @throws IllegalArgumentException naming the field, its value and what is allowed */
    public GuardSettings {
        require(every >= 1, "every", every, "1 or more");
        require(floor >= 0 && floor <= 1, "floor", floor, "0 to 1");
        require(margin >= 0 && margin <= 1, "margin", margin, "0 to 1");
        require(maxRollbacks >= 1, "maxRollbacks", maxRollbacks, "1 or more");
        require(rateFactor > 0 && rateFactor <= 1, "rateFactor", rateFactor, "above 0, at most 1");
    }

    private static void require(boolean holds, String field, Object value, String allowed) {
        if (!holds) {
            throw new IllegalArgumentException(field + " = " + value + ", allowed: " + allowed);
        }
    }
}
