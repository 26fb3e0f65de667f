package io.edgedfa.host.store;

import io.edgedfa.host.store.board.BoardEvent;

/** An event as the store keeps it; ids rise with the time of storing. */
public record StoredEvent(long id, BoardEvent event) {}
