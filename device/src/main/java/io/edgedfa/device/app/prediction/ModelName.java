package io.edgedfa.device.app.prediction;

/** Which model predicted. @param version of the factory model */
public record ModelName(String id, long version) {}
