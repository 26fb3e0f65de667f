/**
 * The HTTP server: what {@code host.web.api} answers, the dashboard's pages, and the live stream of what changed.
 *
 * <p>Invariant: read only. Whatever a board calls itself or reports is data: it leaves as JSON and enters a page as text,
 * never as markup. The pages need nothing from outside this server. The number of connections and listeners is bounded. This
 * is the only package of the host with an HTTP server.
 *
 * <p>Neighbours: {@code host.fleet} gives the present, {@code host.store} the past.
 */
package io.edgedfa.host.web;
