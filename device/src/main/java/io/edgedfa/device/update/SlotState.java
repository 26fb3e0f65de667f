package io.edgedfa.device.update;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/**
 * Which slot is in use and how far its trial is.
 *
 * @param active   what a start takes
 * @param previous what it goes back to; {@link Slot#FACTORY} if there never was another
 * @param trial    whether {@code active} must still prove itself
 * @param starts   starts since the trial began
 * @param highest  highest version that proved itself; 0 for none
 * @param command  id of the command that the trial or the outcome belongs to; may be empty
 * @param outcome  how the last trial ended; empty for none, or while one goes on
 */
record SlotState(Slot active, Slot previous, boolean trial, int starts, long highest, String command, String outcome) {
    static final SlotState NEW = new SlotState(Slot.FACTORY, Slot.FACTORY, false, 0, 0, "", "");
    static final String CONFIRMED = "confirmed";
    private static final int FIELDS = 7;

    SlotState tried(Slot candidate, String id) {
        return new SlotState(candidate, active, true, 0, highest, id, "");
    }

    SlotState started() {
        return new SlotState(active, previous, trial, starts + 1, highest, command, outcome);
    }

    SlotState confirmed(long version) {
        return new SlotState(active, previous, false, 0, Math.max(highest, version), command, CONFIRMED);
    }

    SlotState fallenBack(Slot to, String why) {
        return new SlotState(to, Slot.FACTORY, false, 0, highest, command, trial ? why : outcome);
    }

    byte[] json() {
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject().name("active").value(active.name()).name("previous").value(previous.name());
            json.name("trial").value(trial).name("starts").value(starts).name("highest").value(highest);
            json.name("command").value(command).name("outcome").value(outcome).endObject();
        } catch (IOException e) {
            throw new UncheckedIOException("a StringWriter does no IO", e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @throws IllegalArgumentException if this is not what {@link #json} writes */
    static SlotState parse(String json) {
        Map<String, String> fields = new HashMap<>();
        try (JsonReader in = new JsonReader(new StringReader(json))) {
            in.beginObject();
            while (in.hasNext()) {
                String name = in.nextName();
                fields.put(name, name.equals("trial") ? Boolean.toString(in.nextBoolean()) : in.nextString());
            }
            in.endObject();
        } catch (IOException | IllegalStateException e) {
            throw new IllegalArgumentException("not JSON as this program writes it", e);
        }
        if (fields.size() != FIELDS) {
            throw new IllegalArgumentException(fields.size() + " fields instead of " + FIELDS);
        }
        return new SlotState(Slot.valueOf(fields.get("active")), Slot.valueOf(fields.get("previous")),
                Boolean.parseBoolean(fields.get("trial")), Integer.parseInt(fields.get("starts")), Long.parseLong(fields.get("highest")),
                fields.get("command"), fields.get("outcome"));
    }
}
