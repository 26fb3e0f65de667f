package io.edgedfa.onnx;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Where a model comes from: free key-value pairs, kept in the file's metadata under the prefix {@code edgedfa.}.
 *
 * @param entries without the prefix, in order
 */
public record Provenance(Map<String, String> entries) {
    static final String PRODUCT = "EdgeDFA";
    private static final String PREFIX = "edgedfa.";

    public static final String RULE = "rule";
    /** Seed of weights and feedback matrices. */
    public static final String SEED = "seed";
    public static final String OPTIMIZER = "optimizer";
    public static final String LEARNING_RATE = "learning_rate";
    public static final String DATA = "data";
    public static final String DATA_SHA256 = "data_sha256";
    /** Samples learned from. */
    public static final String SAMPLES = "samples";

    public Provenance {
        entries = Map.copyOf(entries);
    }

    /** These entries and those of the running software: product version, Java, operating system and architecture. */
    public static Provenance now(Map<String, String> entries) {
        Map<String, String> all = new LinkedHashMap<>(entries);
        all.put("product_version", productVersion());
        all.put("java", java());
        all.put("os_arch", osArch());
        return new Provenance(all);
    }

    /** Version of this product, as built; {@code development} outside a jar. */
    public static String productVersion() {
        String version = Provenance.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** Virtual machine and version. */
    public static String java() {
        return System.getProperty("java.vm.name") + " " + Runtime.version();
    }

    /** Operating system and architecture, for example {@code linux-aarch64}. */
    public static String osArch() {
        return System.getProperty("os.name").toLowerCase(Locale.ROOT) + "-" + System.getProperty("os.arch");
    }

    /** As written into a file. */
    Map<String, String> toMetadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        entries.entrySet().stream().sorted(Map.Entry.comparingByKey())
                .forEach(entry -> metadata.put(PREFIX + entry.getKey(), entry.getValue()));
        return metadata;
    }

    /** From a file's metadata; foreign keys are left out. */
    static Provenance fromMetadata(Map<String, String> metadata) {
        Map<String, String> entries = new LinkedHashMap<>();
        metadata.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                entries.put(key.substring(PREFIX.length()), value);
            }
        });
        return new Provenance(entries);
    }
}
