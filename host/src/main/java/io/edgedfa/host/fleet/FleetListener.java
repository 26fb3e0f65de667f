package io.edgedfa.host.fleet;

import io.edgedfa.host.store.board.BoardId;

/** Hears what the fleet does; called on the fleet's threads, must neither block nor throw. */
public interface FleetListener {
    /** The board's birth certificate (NBIRTH) has come, a first one or one more: it hears what is sent to it now. */
    void born(BoardId board);
}
