package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.device.agent.safeguard.GovernorSettings;
import io.edgedfa.device.agent.safeguard.GuardSettings;
import io.edgedfa.device.agent.safeguard.HeldOut;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;

/**
 * What keeps learning from doing harm.
 *
 * @param place    where the file names the held-out set, for messages
 * @param heldOut  {@code digits}, a CSV file, a folder of IDX files or of images by class, relative to the configuration's folder;
 *                 empty for the folder or file beside the model that is called like it, if there is one
 * @param samples  most samples of it that a check takes
 * @param settings when a model counts as spoilt
 * @param governor what learning yields to
 */
public record GuardConfig(String place, String heldOut, int samples, GuardSettings settings, GovernorSettings governor) {

    static GuardConfig read(ConfigReader reader) {
        String heldOut = reader.string("guard.held-out", "");
        boolean path = !heldOut.isEmpty() && !heldOut.equals("digits") && !heldOut.equals("none");
        return new GuardConfig(
                reader.place("guard.held-out"),
                path ? reader.path("guard.held-out", null).toString() : heldOut,
                (int) reader.integer("guard.samples", 500L, 10, HeldOut.MAX_SAMPLES),
                new GuardSettings(
                        reader.integer("guard.every", 500L, 1, Long.MAX_VALUE),
                        reader.number("guard.floor", 0.0, 0, 1),
                        reader.number("guard.margin", 0.05, 0, 1),
                        (int) reader.integer("guard.max-rollbacks", 3L, 1, 1_000_000),
                        reader.number("guard.rate-factor", 0.5, 0.001, 1)),
                governor(reader));
    }

    private static GovernorSettings governor(ConfigReader reader) {
        double celsius = reader.number("governor.max-celsius", 0.0, 0, 150);
        double watts = reader.number("governor.max-watts", 0.0, 0, 10_000);
        double share = reader.number("governor.max-cpu-share", 1.0, 0.001, 1);
        LocalTime from = time(reader, "governor.from");
        LocalTime until = time(reader, "governor.until");
        try {
            return new GovernorSettings(celsius == 0 ? Double.NaN : celsius, watts == 0 ? Double.NaN : watts, share, from, until);
        } catch (IllegalArgumentException e) {
            throw reader.refusal("governor.until", "a time other than governor.from, or neither of both");
        }
    }

    private static LocalTime time(ConfigReader reader, String key) {
        String text = reader.string(key, "");
        try {
            return text.isEmpty() ? null : LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw reader.refusal(key, "a time of day, 00:00 to 23:59");
        }
    }

    GuardConfig with(GuardSettings changed, GovernorSettings yielding) {
        return new GuardConfig(place, heldOut, samples, changed, yielding);
    }
}
