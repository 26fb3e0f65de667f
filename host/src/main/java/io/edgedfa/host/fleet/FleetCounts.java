package io.edgedfa.host.fleet;

/**
 * Messages since the start.
 *
 * @param received      all that arrived
 * @param malformed     not Sparkplug B, too large, or without what their type must have
 * @param dropped       arrived while the queue was full
 * @param refused       of boards beyond the limit
 * @param rebirthsAsked requests for a new birth certificate sent
 */
public record FleetCounts(long received, long malformed, long dropped, long refused, long rebirthsAsked) {}
