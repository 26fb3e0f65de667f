package io.edgedfa.host.alert;

/**
 * When a board is worth an alert.
 *
 * @param name       of the rule, unique, 1 to 64 characters; the alert carries it
 * @param threshold  of kinds that have one, in the metric's unit
 * @param forSeconds how long it must be so without a break; of {@link AlertKind#EVENT}, how long the alert stays open
 * @param group      only boards of this Sparkplug group; null for all
 * @param event      the event's kind, of {@link AlertKind#EVENT}; null otherwise
 */
public record AlertRule(String name, AlertKind kind, double threshold, int forSeconds, String group, String event) {
    private static final int MAX_NAME = 64;
    private static final int MAX_SECONDS = 30 * 24 * 3_600;

    /** @throws IllegalArgumentException with the name, the value and what is allowed */
    public AlertRule {
        if (name == null || name.isEmpty() || name.length() > MAX_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("name is '" + name + "', allowed are 1 to " + MAX_NAME + " characters");
        }
        if (kind.hasThreshold() && !(threshold >= kind.least() && threshold <= kind.most())) {
            throw new IllegalArgumentException("threshold is " + threshold + ", allowed are " + kind.least() + " to " + kind.most());
        }
        if (forSeconds < 0 || forSeconds > MAX_SECONDS) {
            throw new IllegalArgumentException("for-s is " + forSeconds + ", allowed are 0 to " + MAX_SECONDS);
        }
        if ((kind == AlertKind.EVENT) == (event == null || event.isEmpty())) {
            throw new IllegalArgumentException("event is '" + event + "', it goes with the kind event, and only with that");
        }
    }

    boolean appliesTo(String boardGroup) {
        return group == null || group.equals(boardGroup);
    }
}
