package io.edgedfa.device.image;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A kind of machine that a board can be, and where the libraries of others keep their native code for it. */
public enum Platform {
    /** Jetson, Raspberry Pi with a 64-bit system, and what is like them. */
    LINUX_ARM64("linux-arm64", "aarch64", 183, "linux-aarch64", "Linux/aarch64", "linux-aarch64"),
    LINUX_X86_64("linux-x86_64", "amd64", 62, "linux-x64", "Linux/x86_64", "linux-x86-64");

    /** Of all, in order. */
    public static final List<String> LABELS = Arrays.stream(values()).map(Platform::label).toList();

    private static final Pattern LIBRARY = Pattern.compile("lib(?!gcc_s\\.)[^/]+\\.so(\\.\\d+)*");

    private final String label;
    private final String osArch;
    private final int machine;
    private final List<String> folders;
    private final List<String> nd4jFolders;

    Platform(String label, String osArch, int machine, String onnxRuntime, String sqlite, String jna) {
        this.label = label;
        this.osArch = osArch;
        this.machine = machine;
        this.nd4jFolders = List.of("org/nd4j/linalg/cpu/nativecpu/bindings/" + label + "/", "org/bytedeco/openblas/" + label + "/",
                "org/bytedeco/javacpp/" + label + "/");
        this.folders = List.of("ai/onnxruntime/native/" + onnxRuntime + "/", "org/sqlite/native/" + sqlite + "/",
                "com/sun/jna/" + jna + "/");
    }

    /** As in {@code linux-arm64}. */
    public String label() {
        return label;
    }

    /** {@code e_machine} of its programs (System V ABI, ELF header). */
    public int machine() {
        return machine;
    }

    /** Whether a jar's entry is native code for this platform. */
    boolean owns(String entry) {
        return folders.stream().anyMatch(folder -> entry.startsWith(folder) && entry.indexOf('/', folder.length()) < 0);
    }

    /** Whether a jar's entry is a library of ND4J's for this platform; beside them are headers and descriptions for compilers. */
    boolean ownsNd4j(String entry) {
        return nd4jFolders.stream().anyMatch(entry::startsWith) && LIBRARY.matcher(entry.substring(entry.lastIndexOf('/') + 1)).matches();
    }

    /** The one of a label. @throws IllegalArgumentException for another label */
    public static Platform named(String label) {
        return Arrays.stream(values()).filter(platform -> platform.label.equals(label)).findFirst().orElseThrow(() ->
                new IllegalArgumentException("platform '" + label + "' is unknown; allowed: " + String.join(", ", LABELS)));
    }

    /**
     * The one of a Java.
     *
     * @param osName its system property {@code os.name}
     * @param osArch its system property {@code os.arch}
     */
    public static Optional<Platform> of(String osName, String osArch) {
        return Arrays.stream(values()).filter(platform -> osName.equals("Linux") && platform.osArch.equals(osArch)).findFirst();
    }
}
