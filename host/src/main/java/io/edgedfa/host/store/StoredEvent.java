package io.edgedfa.host.store;

/** An event as the store keeps it; ids rise with the time of storing. */
public record StoredEvent(long id, BoardEvent event) {}
