package io.edgedfa.host.models;

import io.edgedfa.device.update.Manifest;
import io.edgedfa.device.update.ModelSlots;
import io.edgedfa.device.update.SignedManifest;
import io.edgedfa.device.update.UpdateRefusedException;
import io.edgedfa.engine.ort.OrtShapeProbe;
import io.edgedfa.file.WholeFile;
import io.edgedfa.onnx.Model;
import io.edgedfa.onnx.ModelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The models that boards can be told to take. Safe for use by many threads and processes. */
public final class ModelShelf {
    private static final String FILE = "model.onnx";
    private static final String MANIFEST = "manifest";
    private static final int MAX_LISTED = 10_000;

    private final Path folder;

    /** @param folder made when the first model is added */
    public ModelShelf(Path folder) {
        this.folder = folder;
    }

    /**
     * What a model is offered as.
     *
     * @param id        the model's name; null for the one in the file
     * @param version   0 for the one in the file
     * @param createdMs milliseconds since 1970 UTC
     * @param expiresMs likewise
     * @param targets   platforms that it is for; empty for all
     */
    public record Offer(String id, long version, long createdMs, long expiresMs, List<String> targets) {}

    /**
     * Reads a model, writes it under its name and version, and signs it.
     *
     * @throws IllegalArgumentException                if the shelf has this version, or a field is not allowed
     * @throws io.edgedfa.onnx.ModelException          if the file is no model that a board can learn with
     */
    public Manifest add(Path file, Offer offer, SigningKey key) throws IOException {
        Model read = ModelFile.read(file, "", new OrtShapeProbe());
        String id = Manifest.requireModel(offer.id() == null ? read.id() : offer.id());
        long version = offer.version() == 0 ? read.version() : offer.version();
        Path place = place(id, version);
        if (Files.exists(place.resolve(MANIFEST))) {
            throw new IllegalArgumentException("model " + id + " version " + version + " is on the shelf already; allowed is a higher version");
        }
        Path model = place.resolve(FILE);
        ModelFile.write(model, new Model(id, version, read.network(), read.parameters(), read.provenance(), read.signature()));
        Manifest manifest = new Manifest(id, version, ModelSlots.sha256(model), Files.size(model), offer.createdMs(), offer.expiresMs(),
                offer.targets());
        WholeFile.write(place.resolve(MANIFEST), key.sign(manifest).json()); // last: only now it is there
        return manifest;
    }

    private Path place(String id, long version) {
        return folder.resolve(Manifest.requireModel(id)).resolve(Long.toString(version));
    }

    /** All models, by name and rising version. */
    public List<Manifest> list() throws IOException {
        List<Manifest> manifests = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder, 3)) {
                for (Path file : files.filter(path -> path.endsWith(MANIFEST)).limit(MAX_LISTED).toList()) {
                    read(file).ifPresent(manifests::add);
                }
            }
        }
        manifests.sort(Comparator.comparing(Manifest::model).thenComparing(Manifest::version));
        return manifests;
    }

    private static Optional<Manifest> read(Path file) throws IOException {
        try {
            return Optional.of(Manifest.parse(SignedManifest.parse(Files.readAllBytes(file)).manifest()));
        } catch (UpdateRefusedException | IllegalArgumentException e) {
            return Optional.empty(); // somebody else's file
        }
    }

    /** What is known of a model; empty if the shelf does not have it. */
    public Optional<Manifest> find(String id, long version) throws IOException {
        Optional<Path> manifest = manifest(id, version);
        return manifest.isEmpty() ? Optional.empty() : read(manifest.get());
    }

    /** The signed manifest's file; empty if the shelf does not have it. @throws IllegalArgumentException for an id that none can have */
    public Optional<Path> manifest(String id, long version) {
        return Optional.of(place(id, version).resolve(MANIFEST)).filter(Files::isRegularFile);
    }

    /** The model's file; empty if the shelf does not have it. @throws IllegalArgumentException for an id that none can have */
    public Optional<Path> file(String id, long version) {
        return manifest(id, version).map(manifest -> manifest.resolveSibling(FILE)).filter(Files::isRegularFile);
    }
}
