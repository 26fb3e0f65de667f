/**
 * Files that are whole or not there.
 *
 * <p>Invariant: who reads a file that was written here, also after a loss of power, finds all of it or what was there before.
 * Neighbours: every room that leaves a result on disk; stands alone.
 */
package io.edgedfa.file;
