/**
 * What a site really produces: pictures in a folder, rows of a table, messages; each as a {@link io.edgedfa.stream.SampleFeed}.
 *
 * <p>{@link io.edgedfa.stream.feed.FolderFeed}, {@link io.edgedfa.stream.feed.CsvFeed},
 * {@link io.edgedfa.stream.feed.MessageFeed} and, for trials, {@link io.edgedfa.stream.feed.WalkFeed} bring samples;
 * {@link io.edgedfa.stream.feed.Preprocessing} makes their raw values the network's input, and
 * {@link io.edgedfa.stream.feed.ClassNames} their labels its classes.
 *
 * <p>Invariant: a poll never waits for anyone and never throws; what a site produces may be malformed, half-written, huge or
 * gone, and costs no more than a rejection that says what was wrong. Files, lines, messages and queues have limits. Neighbours:
 * the learning loop polls; the application brings the messages, this package knows no network.
 */
package io.edgedfa.stream.feed;
