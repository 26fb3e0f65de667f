/**
 * The fleet over HTTP: the dashboard's pages, the end points of {@code host.web.api}, a live stream.
 *
 * <p>Invariant: whatever a board calls itself or reports is data: it leaves as JSON and enters a page as text, never as markup.
 * The pages need nothing from outside this server. Beyond loopback it answers only with TLS and to tokens. The number of
 * connections and listeners is bounded. This is the only room of the host with an HTTP server.
 *
 * <p>Neighbours: {@code host.web.access} lets requests in, {@code host.fleet} gives the present, {@code host.store} the past.
 */
package io.edgedfa.host.web;
