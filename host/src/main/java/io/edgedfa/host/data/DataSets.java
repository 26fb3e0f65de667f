package io.edgedfa.host.data;

import io.edgedfa.stream.DrawnDigits;
import io.edgedfa.stream.IdxFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** What {@code --data} can name. */
public final class DataSets {

    private final Mnist mnist;

    public DataSets(Mnist mnist) {
        this.mnist = mnist;
    }

    /**
     * Opens a data set.
     *
     * @param data {@code mnist}, {@code digits}, or the path of a folder with four IDX files
     * @throws IllegalArgumentException if it is none of these; the message starts with {@code data}
     * @throws io.edgedfa.stream.DataException if a file is damaged or not what it claims to be
     * @throws IOException if MNIST is nowhere and cannot be downloaded
     */
    public TrainTestSplit open(String data) throws IOException {
        return switch (data) {
            case "digits" -> new TrainTestSplit(
                    data, DrawnDigits.train(DrawnDigits.DEFAULT_SEED), DrawnDigits.test(DrawnDigits.DEFAULT_SEED));
            case "mnist" -> split(data, mnist.open());
            default -> split(data, IdxFolder.read(folder(data)));
        };
    }

    private static TrainTestSplit split(String name, IdxFolder files) {
        return new TrainTestSplit(name, files.train(), files.test());
    }

    private static Path folder(String data) {
        try {
            Path folder = Path.of(data);
            if (!data.isBlank() && Files.isDirectory(folder)) {
                return folder;
            }
        } catch (InvalidPathException e) {
            // Not even the name of a file: refused as any other unknown name.
        }
        throw new IllegalArgumentException(
                "data '" + data + "' is unknown; allowed: mnist, digits, or a folder with the four IDX files");
    }
}
