/**
 * Lines of text from files that grow, pipes and streams, taken without waiting for any.
 *
 * <p>Invariant: taking a line never waits and never throws; what is too long, gone or unreadable is told instead of a line.
 * Neighbours: {@code stream.feed} reads the lines as rows of a table; stands alone.
 */
package io.edgedfa.stream.feed.line;
