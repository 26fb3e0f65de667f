/**
 * Files that others put into a folder, and where they go when they are done with.
 *
 * <p>Invariant: a file is taken only when nobody writes it any more, as far as two looks can tell; symbolic links are never
 * followed; what is kept of finished files is bounded. Neighbours: {@code stream.feed} reads the files as samples and labels;
 * stands alone.
 */
package io.edgedfa.stream.feed.folder;
