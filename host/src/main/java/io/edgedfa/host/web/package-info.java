/**
 * The fleet over HTTP: a dashboard page, JSON for programs, a stream of snapshots, and a health check.
 *
 * <p>Invariant: read only. Whatever a board calls itself or reports is data: it leaves as JSON and enters the page as text,
 * never as markup. The page needs nothing from outside this server. The number of connections and listeners is bounded. This
 * is the only package of the host with an HTTP server.
 *
 * <p>Neighbours: {@code host.fleet} gives the present, {@code host.store} the past.
 */
package io.edgedfa.host.web;
