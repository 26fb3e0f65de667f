package io.edgedfa.engine.cuda.library;

import com.sun.jna.Pointer;
import com.sun.jna.StringArray;
import io.edgedfa.engine.EngineException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** NVRTC, CUDA's compiler as a library: CUDA C in, machine code for one card out. Loaded once per process. */
public final class RuntimeCompiler {
    private static final List<String> SONAMES = List.of("libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2", "libnvrtc.so");

    private RuntimeCompiler() {}

    /** The functions under their names in the library; registered by {@link #load}. */
    static final class Api {
        private Api() {}

        static native int nvrtcVersion(int[] major, int[] minor);

        static native String nvrtcGetErrorString(int code);

        static native int nvrtcCreateProgram(long[] program, String source, String name, int headers, long headerTexts, long headerNames);

        static native int nvrtcCompileProgram(long program, int count, Pointer options);

        static native int nvrtcGetProgramLogSize(long program, long[] size);

        static native int nvrtcGetProgramLog(long program, byte[] log);

        static native int nvrtcGetCUBINSize(long program, long[] size);

        static native int nvrtcGetCUBIN(long program, byte[] image);

        static native int nvrtcGetPTXSize(long program, long[] size);

        static native int nvrtcGetPTX(long program, byte[] text);

        static native int nvrtcGetNumSupportedArchs(int[] count);

        static native int nvrtcGetSupportedArchs(int[] architectures);

        static native int nvrtcDestroyProgram(long[] program);
    }

    private static boolean loaded;

    /** Loads, once. @throws EngineException saying what is missing */
    public static synchronized void load() {
        if (!loaded) {
            Libraries.bind(Api.class, "NVRTC, CUDA's run-time compiler,", SONAMES);
            loaded = true;
        }
    }

    private static void check(int code, String call) {
        Status.check(code, call, Api::nvrtcGetErrorString);
    }

    /** {@code 1000 * major + 10 * minor}. */
    public static int version() {
        int[] major = new int[1];
        int[] minor = new int[1];
        check(Api.nvrtcVersion(major, minor), "nvrtcVersion");
        return 1000 * major[0] + 10 * minor[0];
    }

    /**
     * What to compile for on a card: its own machine code, or where this compiler is older than the card, PTX of the newest
     * architecture it knows, which the driver translates.
     */
    public static String architecture(int computeCapability) {
        int[] count = new int[1];
        check(Api.nvrtcGetNumSupportedArchs(count), "nvrtcGetNumSupportedArchs");
        int[] known = new int[count[0]];
        check(Api.nvrtcGetSupportedArchs(known), "nvrtcGetSupportedArchs");
        if (Arrays.stream(known).anyMatch(one -> one == computeCapability)) {
            return "sm_" + computeCapability;
        }
        int newest = Arrays.stream(known).filter(one -> one < computeCapability).max().orElseThrow(() -> new EngineException(
                "NVRTC " + version() + " knows the architectures " + Arrays.toString(known) + ", none of them for a card of "
                        + computeCapability + "; needed: the CUDA version that the card's own JetPack or driver brings"));
        return "compute_" + newest;
    }

    /**
     * Compiles.
     *
     * @param architecture as {@link #architecture} names it
     * @return machine code, or PTX that ends in a zero byte
     * @throws EngineException with the compiler's log if it refuses
     */
    public static byte[] compile(String source, String architecture) {
        long[] program = new long[1];
        check(Api.nvrtcCreateProgram(program, source, "edgedfa.cu", 0, 0, 0), "nvrtcCreateProgram");
        try {
            // Direct mapping takes no arrays of strings.
            StringArray options = new StringArray(new String[] {"--gpu-architecture=" + architecture, "--std=c++14"});
            int code = Api.nvrtcCompileProgram(program[0], 2, options);
            if (code != 0) {
                throw new EngineException("nvrtcCompileProgram failed: " + Api.nvrtcGetErrorString(code) + ": " + log(program[0]));
            }
            long[] size = new long[1];
            boolean machineCode = architecture.startsWith("sm_");
            check(machineCode ? Api.nvrtcGetCUBINSize(program[0], size) : Api.nvrtcGetPTXSize(program[0], size), "nvrtc's size of an image");
            byte[] image = new byte[Math.toIntExact(size[0])];
            check(machineCode ? Api.nvrtcGetCUBIN(program[0], image) : Api.nvrtcGetPTX(program[0], image), "nvrtc's image");
            return image;
        } finally {
            Api.nvrtcDestroyProgram(program);
        }
    }

    private static String log(long program) {
        long[] size = new long[1];
        check(Api.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
        byte[] log = new byte[Math.toIntExact(size[0])];
        check(Api.nvrtcGetProgramLog(program, log), "nvrtcGetProgramLog");
        return new String(log, StandardCharsets.UTF_8).strip();
    }
}
