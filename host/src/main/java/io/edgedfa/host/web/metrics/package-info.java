/**
 * The fleet in numbers for monitoring systems: OpenMetrics 1.0 text.
 *
 * <p>Invariant: the number of series is bounded, whatever boards send: single boards up to a limit, groups up to a limit, and
 * nothing a board says becomes a metric's name. Neighbours: reads what {@code host.web.api} has summarised.
 */
package io.edgedfa.host.web.metrics;
