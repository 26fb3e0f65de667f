package io.edgedfa.device.app.config;

import io.edgedfa.config.ConfigReader;
import io.edgedfa.network.ClassGrowth;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What learning starts from.
 *
 * @param place         where the file names the model, for messages
 * @param shipped       ONNX model of the configuration
 * @param file          the model in use: the shipped one, or one that came later
 * @param trainableFrom name of the model's tensor or node from which it learns; empty for what the model says or the last dense
 *                      blocks
 * @param classes       classes that the model is grown to; 0 for as many as it has
 * @param classNames    what the classes are called; empty for their numbers
 * @param saveTo        where the model goes when the board stops
 */
public record ModelConfig(String place, Path shipped, Path file, String trainableFrom, int classes, List<String> classNames, Path saveTo) {

    static ModelConfig read(ConfigReader reader) {
        Path file = reader.path("model.file", null);
        ModelConfig config = new ModelConfig(
                reader.place("model.file"),
                file,
                file,
                reader.string("model.trainable-from", ""),
                (int) reader.integer("model.classes", 0L, 0, ClassGrowth.MAX_CLASSES),
                reader.strings("model.class-names"),
                reader.path("model.save-to", file.toAbsolutePath().resolveSibling("learned-" + file.getFileName())));
        if (config.saveTo.equals(file.toAbsolutePath().normalize())) {
            throw reader.refusal("model.save-to", "a file other than model.file");
        }
        if (!canBeWritten(config.saveTo)) {
            throw reader.refusal("model.save-to", "a file in a folder that can be written, not " + config.saveTo);
        }
        return config;
    }

    /** The same with another model in use. */
    public ModelConfig using(Path other) {
        return new ModelConfig(place, shipped, other, trainableFrom, classes, classNames, saveTo);
    }

    private static boolean canBeWritten(Path file) {
        Path folder = file.getParent();
        while (folder != null && !Files.exists(folder)) {
            folder = folder.getParent();
        }
        return folder != null && Files.isDirectory(folder) && Files.isWritable(folder);
    }
}
