/**
 * The host's JSON end points: what programs, the terminal client and the pages read.
 *
 * <p>Invariant: the component names of the records here are the JSON names; times are milliseconds since 1970 UTC by the host's
 * clock; what a board never said is null. A request costs no more than what it answers: all boards' summaries are built at
 * most a few times a second, for all readers. Neighbours: {@code host.fleet} and {@code host.store} are read,
 * {@code host.web} routes.
 */
package io.edgedfa.host.web.api;
