/**
 * Commands to boards: given once, sent until answered.
 *
 * <p>Invariant: a command is in the database before it is sent, and is sent again until its board has answered or its time is
 * over, also by the next process. Of one board only the oldest unanswered command is under way, so commands arrive in the order
 * they were given. The answer is written by the store, in the transaction of the message that brought it. The board, not the
 * host, sees to it that a command with one id is carried out once.
 *
 * <p>Neighbours: sends through {@code host.fleet}, keeps in {@code host.store.ledger}; {@code host.web.api} hands commands in.
 */
package io.edgedfa.host.fleet.command;
