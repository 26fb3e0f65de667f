package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import java.util.List;

/**
 * How raw values become the network's input: {@code (value * scale - mean) / std}, image values being 0 to 1.
 *
 * @param place     where the file names the shape, for messages
 * @param shape     {@code [channels, rows, columns]} or {@code [values]}; empty for the model's own
 * @param scale     factor
 * @param mean      one value, or one per channel
 * @param std       likewise
 * @param grayscale whether colour images lose their colour
 * @param resize    {@code none}, {@code stretch}, {@code fit} or {@code crop}
 */
public record InputConfig(String place, List<Integer> shape, double scale, List<Double> mean, List<Double> std, boolean grayscale,
        String resize) {

    /** @param trial whether the source is a data set, which comes as the network takes it */
    static InputConfig read(ConfigReader reader, boolean trial) {
        if (trial) {
            reader.refuse("only with source.type = \"folder\", \"csv\" or \"mqtt\"", "input.shape", "input.scale", "input.mean",
                    "input.std", "input.grayscale", "input.resize");
        }
        List<Double> shape = reader.numbers("input.shape");
        if (!List.of(0, 1, 3).contains(shape.size()) || shape.stream().anyMatch(n -> n < 1 || n > 1 << 24 || n != Math.rint(n))) {
            throw reader.refusal("input.shape", "[channels, rows, columns] or [values], whole numbers from 1");
        }
        return new InputConfig(
                reader.place("input.shape"),
                shape.stream().map(Double::intValue).toList(),
                reader.number("input.scale", 1.0, -1e9, 1e9),
                orElse(reader.numbers("input.mean"), 0.0),
                orElse(reader.numbers("input.std"), 1.0),
                reader.flag("input.grayscale", false),
                reader.choice("input.resize", "stretch", List.of("none", "stretch", "fit", "crop")));
    }

    private static List<Double> orElse(List<Double> numbers, double absent) {
        return numbers.isEmpty() ? List.of(absent) : numbers;
    }
}
