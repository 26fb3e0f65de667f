package io.edgedfa.device.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The way of a new model to the board, up to the point where the next start takes it. Runs beside the learning loop. */
public final class ModelUpdate {
    private static final long FIRST_PAUSE_MS = 1_000;
    private static final long LONGEST_PAUSE_MS = 60_000;
    private static final long POLL_MS = 100;

    private final ModelFetch fetch;
    private final TrustedKeys keys;
    private final ModelSlots slots;
    private final Conditions conditions;
    private final Tryout tryout;
    private final LongSupplier clockMs;
    private final BooleanSupplier stopped;

    /**
     * What a manifest must say.
     *
     * @param model    the id of the board's model; no other is taken
     * @param version  of the model in use; only higher ones are taken
     * @param target   the board's platform, such as {@code linux-arm64}
     * @param maxBytes longest file
     */
    public record Conditions(String model, long version, String target, long maxBytes) {}

    /** Tries a model that lies in a slot, without taking it into use. */
    @FunctionalInterface
    public interface Tryout {
        /** @throws UpdateRefusedException if it does not do */
        void of(Path file) throws UpdateRefusedException;
    }

    /**
     * @param clockMs milliseconds since 1970 UTC
     * @param stopped asked often: whether to give up
     */
    public ModelUpdate(ModelFetch fetch, TrustedKeys keys, ModelSlots slots, Conditions conditions, Tryout tryout, LongSupplier clockMs,
            BooleanSupplier stopped) {
        this.fetch = fetch;
        this.keys = keys;
        this.slots = slots;
        this.conditions = conditions;
        this.tryout = tryout;
        this.clockMs = clockMs;
        this.stopped = stopped;
    }

    /**
     * Fetches, verifies, tries, and arranges for the next start to take the model, on trial. A connection that fails is made
     * again, with growing pauses, and the file goes on where it ended.
     *
     * @param command  that asks for it
     * @param untilMs  when to give up, milliseconds since 1970 UTC
     * @return what was installed; null if {@code stopped}: nothing is decided, call again after a restart
     * @throws UpdateRefusedException if it is not taken: all stays as it was
     */
    public Manifest run(String command, String model, long version, long untilMs) throws UpdateRefusedException, InterruptedException {
        if (slots.onTrial()) {
            throw new UpdateRefusedException("another model is still on trial");
        }
        String last = "";
        for (long pauseMs = FIRST_PAUSE_MS; !stopped.getAsBoolean(); pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
            try {
                return attempt(command, model, version);
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
            if (clockMs.getAsLong() + pauseMs > untilMs) {
                throw new UpdateRefusedException("not fetched in time; last: " + last);
            }
            pause(pauseMs);
        }
        return null;
    }

    private Manifest attempt(String command, String model, long version) throws IOException, UpdateRefusedException {
        SignedManifest signed = fetch.manifest(model, version);
        Manifest manifest = keys.verify(signed);
        require(manifest, model, version);
        Path part = slots.part(manifest);
        requireSpace(part, manifest);
        fetch.file(manifest, part, stopped);
        tryout.of(slots.install(signed, manifest));
        slots.tryOut(command);
        return manifest;
    }

    private void require(Manifest manifest, String model, long version) throws UpdateRefusedException {
        if (!manifest.model().equals(model) || manifest.version() != version) {
            throw new UpdateRefusedException("the manifest is of another model or version than was asked for");
        }
        if (!model.equals(conditions.model())) {
            throw new UpdateRefusedException("model " + model + "; allowed is " + conditions.model() + " (update.model)");
        }
        long least = Math.max(conditions.version(), slots.highest()) + 1;
        if (version < least) {
            throw new UpdateRefusedException("version " + version + "; allowed are " + least + " and higher");
        }
        if (clockMs.getAsLong() >= manifest.expiresMs()) {
            throw new UpdateRefusedException("the manifest has expired");
        }
        if (!manifest.targets().isEmpty() && !manifest.targets().contains(conditions.target())) {
            throw new UpdateRefusedException("for " + String.join(", ", manifest.targets()) + "; this board is " + conditions.target());
        }
        if (manifest.bytes() > conditions.maxBytes()) {
            throw new UpdateRefusedException(manifest.bytes() + " bytes; allowed are " + conditions.maxBytes() + " (update.max-bytes)");
        }
    }

    private static void requireSpace(Path part, Manifest manifest) throws IOException, UpdateRefusedException {
        long there = Files.exists(part) ? Files.size(part) : 0;
        long free = Files.getFileStore(part.getParent()).getUsableSpace();
        if (manifest.bytes() - there > free) {
            throw new UpdateRefusedException(manifest.bytes() + " bytes; " + free + " are free in " + part.getParent());
        }
    }

    private void pause(long ms) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ms);
        while (System.nanoTime() < end && !stopped.getAsBoolean()) {
            Thread.sleep(POLL_MS);
        }
    }
}
