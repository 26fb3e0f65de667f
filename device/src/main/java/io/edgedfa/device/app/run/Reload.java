package io.edgedfa.device.app.run;

import io.edgedfa.config.ConfigException;
import io.edgedfa.device.app.config.BoardConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reading the configuration again while the board runs. */
final class Reload {
    /** How a note begins that refuses all. */
    static final String REFUSED = "refused, all stays as it was: ";

    private Reload() {}

    /**
     * What a running board takes over of its file: the keys that can change, and of the others their former values.
     *
     * @param running the configuration in use
     * @param file    reads the configuration that the process was started with, as it is now
     * @param notes   told, in one line each, what was taken over, and what was refused and why
     * @return the configuration in use from now on
     */
    static BoardConfig of(BoardConfig running, Supplier<BoardConfig> file, Consumer<String> notes) {
        BoardConfig read;
        try {
            read = file.get();
        } catch (ConfigException e) {
            notes.accept(REFUSED + e.getMessage());
            return running;
        }
        List<String> taken = new ArrayList<>();
        for (String key : running.changed(read)) {
            if (BoardConfig.isChangeable(key)) {
                taken.add(key + " = " + read.settings().get(key).value());
            } else {
                notes.accept("refused: " + key + " changes only with a restart");
            }
        }
        notes.accept(taken.isEmpty() ? "nothing changed" : "now " + String.join(", ", taken));
        return running.with(read);
    }
}
