package io.edgedfa.device.store;

/**
 * Something that happened to the board.
 *
 * @param number rises by 1 from event to event and is never given twice
 * @param timeMs milliseconds since 1970 UTC by the board's clock, which may be wrong and may jump
 * @param kind   short name, 1 to 64 characters
 * @param text   for people, at most 2 KiB of UTF-8; may be empty
 */
public record Event(long number, long timeMs, String kind, String text) {}
