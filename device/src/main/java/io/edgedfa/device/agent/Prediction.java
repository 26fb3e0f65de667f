package io.edgedfa.device.agent;

/**
 * What the model said of one sample.
 *
 * @param id         of the sample; empty where samples have none
 * @param predicted  the class, from 0
 * @param confidence the model's output for it: a probability where the network ends in logits
 * @param updates    steps the model had taken
 * @param micros     from taking the sample to this prediction, microseconds
 */
public record Prediction(String id, int predicted, double confidence, long updates, long micros) {}
