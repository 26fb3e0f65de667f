package io.edgedfa.device.store;

/**
 * A command that the board was sent, and its answer.
 *
 * @param id        whoever sent it chose it; 1 to {@link Commands#MAX_ID} characters
 * @param name      what is to be done
 * @param argument  with what; empty for nothing
 * @param expiresMs from when on it must not be begun any more, milliseconds since 1970 UTC by the sender's clock
 * @param state     how far it has come
 * @param reason    for people: what came of it, or why nothing did; empty until then
 * @param timeMs    when it came so far, milliseconds since 1970 UTC by the board's clock
 */
public record StoredCommand(String id, String name, String argument, long expiresMs, CommandState state, String reason, long timeMs) {}
