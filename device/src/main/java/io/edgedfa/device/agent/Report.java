package io.edgedfa.device.agent;

import io.edgedfa.device.telemetry.sparkplug.Metric;
import java.util.List;

/**
 * What a board measured at one moment.
 *
 * @param timeMs  milliseconds since 1970 UTC
 * @param learner all metrics of the learner
 * @param machine all metrics of the machine
 */
public record Report(long timeMs, List<Metric> learner, List<Metric> machine) {}
