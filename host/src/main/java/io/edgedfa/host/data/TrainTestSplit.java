package io.edgedfa.host.data;

import io.edgedfa.stream.Dataset;

/**
 * A data set for learning and one, never learned from, for judging.
 *
 * @param name  what it was asked for as
 * @param train learned from
 * @param test  same image size and classes as {@code train}
 */
public record TrainTestSplit(String name, Dataset train, Dataset test) {}
