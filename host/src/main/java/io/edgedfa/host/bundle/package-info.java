/**
 * Packages for boards: the installed files as a {@link io.edgedfa.host.bundle.Tree}, written as a Debian package and as an archive
 * with an installer of its own.
 *
 * <p>Invariant: the same tree gives the same bytes on every machine (order, times, owners and modes come from the tree alone), and
 * both writers install the same files with the same maintainer scripts. A package that holds a secret is readable by its owner only.
 * Neighbours: made by {@code host.app.bundle}, which decides what goes onto a board; takes the program from {@code device.image}.
 */
package io.edgedfa.host.bundle;
