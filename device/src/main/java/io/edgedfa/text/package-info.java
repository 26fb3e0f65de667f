/**
 * Text of others made harmless, to be shown.
 *
 * <p>Invariant: pure; what comes out begins no line of its own and moves no cursor, whatever went in. It is for people: what is
 * stored stays as it came. Neighbours: every room that shows what a board, a site or a user wrote; stands alone.
 */
package io.edgedfa.text;
