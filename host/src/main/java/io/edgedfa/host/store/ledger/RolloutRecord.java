package io.edgedfa.host.store.ledger;

/**
 * A model on its way to many boards.
 *
 * @param id            a UUID
 * @param model         the model's id
 * @param group         whose boards; empty for all
 * @param canaryPercent share of the boards that is asked first, 1 to 100
 * @param haltPercent   share of refusals above which nobody else is asked, 0 to 100
 * @param sender        who gave it; empty if nobody had to say
 * @param createdMs     milliseconds since 1970 UTC, as all times
 * @param expiresMs     until when boards may begin
 * @param state         {@link #RUNNING} or one of the three final ones
 * @param reason        for people
 * @param changedMs     when it came into this state
 */
public record RolloutRecord(String id, String model, long version, String group, int canaryPercent, int haltPercent, String sender,
        long createdMs, long expiresMs, String state, String reason, long changedMs) {
    public static final String RUNNING = "running";
    /** All boards have been asked and have answered, or their time is over. */
    public static final String FINISHED = "finished";
    /** Too many boards refused. */
    public static final String HALTED = "halted";
    /** By a person. */
    public static final String STOPPED = "stopped";
}
