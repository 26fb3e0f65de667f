package io.edgedfa.device.app.update;

import io.edgedfa.device.app.config.BoardConfig;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.ModelSlots.Installed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which model this process works with: the one of the configuration, or one that came later. */
public final class ModelUpdates {
    private final BoardConfig config;
    private final List<String> notes = new ArrayList<>();
    private final Optional<ModelSlots> slots;
    private Optional<Installed> installed = Optional.empty();

    /** @param config of the file; without {@code update.server} no other model than its own is taken */
    public ModelUpdates(BoardConfig config) {
        this.config = config;
        this.slots = config.update().fetch().isEmpty() ? Optional.empty() : open();
    }

    private Optional<ModelSlots> open() {
        try {
            return Optional.of(new ModelSlots(config.update().folder(), config.update().keys(), this::note));
        } catch (IOException e) {
            note("no new models: " + e);
            return Optional.empty();
        }
    }

    private synchronized void note(String note) {
        notes.add(note);
    }

    /** What was found wrong since the last call. */
    public synchronized List<String> takeNotes() {
        List<String> taken = List.copyOf(notes);
        notes.clear();
        return taken;
    }

    /** The configuration to start with, counted as a start where its model is on trial. */
    public BoardConfig choose() {
        installed = Optional.empty();
        try {
            if (slots.isPresent()) {
                installed = slots.get().start();
            }
        } catch (IOException e) {
            note("the slots cannot be read, the board's own model is taken: " + e);
        }
        return installed.map(model -> config.using(model.file())).orElse(config);
    }

    /** The model chosen cannot be used. @return false if it is the configuration's: there is none before */
    public boolean giveUp(String why) {
        boolean later = installed.isPresent();
        try {
            if (later) {
                slots.orElseThrow().fallBack(why);
            }
        } catch (IOException e) {
            note("the slots cannot be written: " + e);
            return false;
        }
        return later;
    }

    /** The model chosen, if it came later than the configuration. */
    Optional<Installed> installed() {
        return installed;
    }

    /** Where new models go; empty where the board takes none. */
    Optional<ModelSlots> slots() {
        return slots;
    }
}
