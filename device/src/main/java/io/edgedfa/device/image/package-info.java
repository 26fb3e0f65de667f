/**
 * What is installed on a board: a folder with a launcher, the jars without what a board never reaches, and the native libraries of
 * one platform as plain files; if asked for, with ND4J and with a Java runtime.
 *
 * <p>Invariant: the same jars give the same bytes, and nothing in the folder is unpacked again at a start. Neighbours: made by
 * {@code device.app} and by the host's tools; knows no other room, only class files, zip archives and the
 * headers of ELF files.
 */
package io.edgedfa.device.image;
