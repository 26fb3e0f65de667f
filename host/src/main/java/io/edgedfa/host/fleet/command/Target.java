package io.edgedfa.host.fleet.command;

import io.edgedfa.host.store.board.BoardId;

/**
 * To whom a command goes: one board, the boards of a group, or all.
 *
 * @param board null unless it is one board
 * @param group null unless it is a group
 */
public record Target(BoardId board, String group) {
    public static final Target ALL = new Target(null, null);

    public static Target of(BoardId board) {
        return new Target(board, null);
    }

    public static Target ofGroup(String group) {
        return new Target(null, group);
    }

    boolean includes(BoardId candidate) {
        return board != null ? board.equals(candidate) : group == null || group.equals(candidate.group());
    }

    @Override
    public String toString() {
        return board != null ? "board " + board : group != null ? "group " + group : "all boards";
    }
}
