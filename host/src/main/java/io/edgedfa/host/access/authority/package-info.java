/**
 * The fleet's own certificate authority: who a board, a host or a broker is, on paper that the others believe.
 *
 * <p>Invariant: a certificate says exactly one name, and the broker's list of topics ({@code AccessList}) is written from the same
 * names, so that a board can speak as nobody but itself. Private keys are only ever written to files that their owner alone may
 * read; none is kept here but the authority's own.
 *
 * <p>Neighbours: {@code host.store.ledger} remembers what was issued, {@code host.app} gives the commands. The only package that
 * uses Bouncy Castle.
 */
package io.edgedfa.host.access.authority;
