package io.edgedfa.device.update;

import io.edgedfa.file.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Two places for models in one folder, and the file {@code slots.json} that says which of them the next start takes. Every change
 * of that file is one atomic replacement, on disk before it counts; a slot's manifest is written after its model and removed
 * before it. Safe for use by many threads of one process.
 */
public final class ModelSlots {
    /** Starts of a model on trial; after as many without having proven itself, the one before is back. */
    public static final int MAX_STARTS = 3;
    private static final String STATE = "slots.json";
    private static final String PART = ".part";

    private final Path folder;
    private final TrustedKeys keys;
    private final Consumer<String> notes;
    private SlotState state;

    /**
     * A model in a slot.
     *
     * @param trial whether it must still prove itself
     */
    public record Installed(Path file, Manifest manifest, boolean trial) {}

    /**
     * How a trial ended.
     *
     * @param command that asked for the model; may be empty
     * @param taken   whether it proved itself
     * @param reason  for people
     */
    public record Outcome(String command, boolean taken, String reason) {}

    /**
     * Looks at a folder, and makes it if need be.
     *
     * @param notes told in one line what was found wrong
     * @throws IOException if the folder cannot be read or made
     */
    public ModelSlots(Path folder, TrustedKeys keys, Consumer<String> notes) throws IOException {
        this.folder = Files.createDirectories(folder);
        this.keys = keys;
        this.notes = notes;
        this.state = read();
    }

    private SlotState read() throws IOException {
        try {
            return SlotState.parse(Files.readString(folder.resolve(STATE)));
        } catch (NoSuchFileException e) {
            return SlotState.NEW;
        } catch (IllegalArgumentException e) { // also of an enum and of a number
            notes.accept(folder.resolve(STATE) + " is damaged (" + e.getMessage() + "); the board's own model is taken");
            return SlotState.NEW;
        }
    }

    private void change(SlotState next) throws IOException {
        WholeFile.write(folder.resolve(STATE), next.json());
        state = next;
    }

    /**
     * What this start takes, verified; empty for the model of the configuration. A start of a model on trial is counted before it
     * is taken, so that one that takes the process down is given up after {@link #MAX_STARTS}.
     */
    public synchronized Optional<Installed> start() throws IOException {
        if (state.trial() && state.starts() >= MAX_STARTS) {
            fallBack("not confirmed after " + MAX_STARTS + " starts");
        }
        Optional<Installed> installed = verified();
        while (installed.isEmpty() && state.active() != Slot.FACTORY) {
            change(state.fallenBack(state.previous(), "its file in the slot is damaged"));
            installed = verified();
        }
        return state.trial() ? counted(installed) : installed;
    }

    /** A start that cannot be counted could be one of endlessly many, so it is not taken. */
    private Optional<Installed> counted(Optional<Installed> installed) throws IOException {
        try {
            change(state.started());
            return installed;
        } catch (IOException e) {
            notes.accept("the start of a model on trial cannot be counted (" + e + "); the model before is taken");
            state = state.fallenBack(state.previous(), "its starts cannot be counted");
            return verified();
        }
    }

    private Optional<Installed> verified() throws IOException {
        if (state.active() == Slot.FACTORY) {
            return Optional.empty();
        }
        Path file = folder.resolve(state.active().file());
        try {
            Manifest manifest = keys.verify(SignedManifest.parse(Files.readAllBytes(folder.resolve(state.active().manifest()))));
            requireSame(file, manifest);
            return Optional.of(new Installed(file, manifest, state.trial()));
        } catch (NoSuchFileException e) {
            notes.accept(e.getMessage() + " is gone; the model before is taken");
        } catch (UpdateRefusedException e) {
            notes.accept(file + ": " + e.getMessage() + "; the model before is taken");
        }
        return Optional.empty();
    }

    /** Where a file is to be brought before {@link #install}; what is there of it stays, what is there of others goes. */
    public synchronized Path part(Manifest manifest) throws IOException {
        Path part = folder.resolve(manifest.sha256() + PART);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path other : files.filter(file -> file.toString().endsWith(PART) && !file.equals(part)).toList()) {
                Files.delete(other);
            }
        }
        return part;
    }

    /**
     * Puts a file that has come whole into the free slot, where nothing takes it yet.
     *
     * @return the file in the slot
     * @throws UpdateRefusedException if it is not the file of the manifest; it is deleted
     */
    public synchronized Path install(SignedManifest signed, Manifest manifest) throws IOException, UpdateRefusedException {
        Path part = part(manifest);
        try {
            requireSame(part, manifest);
        } catch (UpdateRefusedException e) {
            Files.delete(part);
            throw e;
        }
        Slot free = state.active().free();
        Path file = folder.resolve(free.file());
        Files.deleteIfExists(folder.resolve(free.manifest()));
        WholeFile.move(part, file);
        WholeFile.write(folder.resolve(free.manifest()), signed.json());
        return file;
    }

    /** The next start takes what {@link #install} has put into the free slot, on trial. @param command that asked for it */
    public synchronized void tryOut(String command) throws IOException {
        change(state.tried(state.active().free(), command));
    }

    /** Whether a model is on trial: then there is no free slot. */
    public synchronized boolean onTrial() {
        return state.trial();
    }

    /** The command that the model on trial came by. */
    public synchronized String command() {
        return state.command();
    }

    /** Highest version that proved itself; 0 for none. */
    public synchronized long highest() {
        return state.highest();
    }

    /** The model on trial has proven itself. */
    public synchronized void confirm(Manifest manifest) throws IOException {
        change(state.confirmed(manifest.version()));
    }

    /** The next start takes the model before. */
    public synchronized void fallBack(String why) throws IOException {
        notes.accept("the model on trial is given up: " + why);
        change(state.fallenBack(state.previous(), why));
    }

    /** How the last trial ended, until the next one begins. */
    public synchronized Optional<Outcome> outcome() {
        return state.outcome().isEmpty() ? Optional.empty()
                : Optional.of(new Outcome(state.command(), state.outcome().equals(SlotState.CONFIRMED), state.outcome()));
    }

    private static void requireSame(Path file, Manifest manifest) throws IOException, UpdateRefusedException {
        if (Files.size(file) != manifest.bytes() || !sha256(file).equals(manifest.sha256())) {
            throw new UpdateRefusedException("the file is not the one of its manifest (" + Files.size(file) + " bytes, SHA-256 or length differ)");
        }
    }

    /** Of a file, in lower-case hexadecimal digits. */
    public static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] block = new byte[64 << 10];
            for (int length = in.read(block); length >= 0; length = in.read(block)) {
                digest.update(block, 0, length);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
