package io.edgedfa.engine.cuda.library;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import io.edgedfa.engine.EngineException;
import java.nio.Buffer;
import java.util.List;

/**
 * The CUDA driver API, {@code libcuda.so.1}: what of it the engine calls, each status checked. Handles and device addresses
 * are 64-bit numbers. Loaded once per process; all contexts here are the device's primary one.
 */
public final class Driver {
    private static final List<String> SONAMES = List.of("libcuda.so.1");
    private static final int OUT_OF_MEMORY = 2;

    /** Capture mode: calls of other threads are not looked at. */
    private static final int CAPTURE_THREAD_LOCAL = 1;
    private static final int STREAM_NON_BLOCKING = 1;

    private static final int COMPUTE_MAJOR = 75;
    private static final int COMPUTE_MINOR = 76;

    private Driver() {}

    /** The functions under their names in the library; registered by {@link #load}. */
    static final class Api {
        private Api() {}

        static native int cuInit(int flags);

        static native int cuDriverGetVersion(int[] version);

        static native int cuGetErrorName(int code, long[] text);

        static native int cuGetErrorString(int code, long[] text);

        static native int cuDeviceGetCount(int[] count);

        static native int cuDeviceGet(int[] device, int ordinal);

        static native int cuDeviceGetName(byte[] name, int length, int device);

        static native int cuDeviceGetAttribute(int[] value, int attribute, int device);

        static native int cuDevicePrimaryCtxRetain(long[] context, int device);

        static native int cuDevicePrimaryCtxRelease_v2(int device);

        static native int cuCtxSetCurrent(long context);

        static native int cuMemGetInfo_v2(long[] free, long[] total);

        static native int cuMemAlloc_v2(long[] address, long bytes);

        static native int cuMemFree_v2(long address);

        static native int cuMemcpyHtoDAsync_v2(long target, Pointer source, long bytes, long stream);

        static native int cuMemcpyDtoHAsync_v2(Pointer target, long source, long bytes, long stream);

        static native int cuMemcpyDtoDAsync_v2(long target, long source, long bytes, long stream);

        static native int cuStreamCreate(long[] stream, int flags);

        static native int cuStreamDestroy_v2(long stream);

        static native int cuStreamSynchronize(long stream);

        static native int cuStreamBeginCapture_v2(long stream, int mode);

        static native int cuStreamEndCapture(long stream, long[] graph);

        static native int cuGraphInstantiateWithFlags(long[] executable, long graph, long flags);

        static native int cuGraphLaunch(long executable, long stream);

        static native int cuGraphExecDestroy(long executable);

        static native int cuGraphDestroy(long graph);

        static native int cuModuleLoadData(long[] module, byte[] image);

        static native int cuModuleUnload(long module);

        static native int cuModuleGetFunction(long[] function, long module, String name);

        static native int cuLaunchKernel(long function, int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ,
                int sharedBytes, long stream, Pointer parameters, Pointer extra);
    }

    private static boolean loaded;

    /** Loads and initialises, once. @throws EngineException saying what is missing or refused */
    public static synchronized void load() {
        if (!loaded) {
            Libraries.bind(Api.class, "NVIDIA's driver", SONAMES);
            int code = Api.cuInit(0);
            if (code != 0) {
                throw new EngineException("NVIDIA's driver is there but cannot start: " + name(code) + " (" + code + ")");
            }
            loaded = true;
        }
    }

    private static void check(int code, String call) {
        Status.check(code, call, Driver::name);
    }

    private static String name(int code) {
        long[] name = new long[1];
        long[] text = new long[1];
        if (Api.cuGetErrorName(code, name) != 0 || Api.cuGetErrorString(code, text) != 0 || name[0] == 0 || text[0] == 0) {
            return "unknown error";
        }
        return new Pointer(name[0]).getString(0) + ", " + new Pointer(text[0]).getString(0);
    }

    /** The CUDA version that the driver speaks, {@code 1000 * major + 10 * minor}. */
    public static int version() {
        int[] version = new int[1];
        check(Api.cuDriverGetVersion(version), "cuDriverGetVersion");
        return version[0];
    }

    /** Devices of this machine. */
    public static int devices() {
        int[] count = new int[1];
        check(Api.cuDeviceGetCount(count), "cuDeviceGetCount");
        return count[0];
    }

    /** The device of a number from 0. */
    public static int device(int ordinal) {
        int[] device = new int[1];
        check(Api.cuDeviceGet(device, ordinal), "cuDeviceGet");
        return device[0];
    }

    /** What the device is called, for example {@code NVIDIA H200}. */
    public static String name(int device, int length) {
        byte[] name = new byte[length];
        check(Api.cuDeviceGetName(name, length, device), "cuDeviceGetName");
        return Native.toString(name);
    }

    /** {@code 10 * major + minor} of the device's compute capability, for example 90. */
    public static int computeCapability(int device) {
        return 10 * attribute(device, COMPUTE_MAJOR) + attribute(device, COMPUTE_MINOR);
    }

    private static int attribute(int device, int attribute) {
        int[] value = new int[1];
        check(Api.cuDeviceGetAttribute(value, attribute, device), "cuDeviceGetAttribute");
        return value[0];
    }

    /** Takes the device's primary context, to be given back by {@link #release}. */
    public static long retain(int device) {
        long[] context = new long[1];
        check(Api.cuDevicePrimaryCtxRetain(context, device), "cuDevicePrimaryCtxRetain");
        return context[0];
    }

    public static void release(int device) {
        check(Api.cuDevicePrimaryCtxRelease_v2(device), "cuDevicePrimaryCtxRelease");
    }

    /** Makes a context the calling thread's. */
    public static void use(long context) {
        check(Api.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    /** Free bytes, then all bytes of the device's memory. */
    public static long[] memory() {
        long[] free = new long[1];
        long[] total = new long[1];
        check(Api.cuMemGetInfo_v2(free, total), "cuMemGetInfo");
        return new long[] {free[0], total[0]};
    }

    /** Takes device memory. @return its address, or 0 where there is not so much */
    public static long allocate(long bytes) {
        long[] address = new long[1];
        int code = Api.cuMemAlloc_v2(address, bytes);
        if (code == OUT_OF_MEMORY) {
            return 0;
        }
        check(code, "cuMemAlloc");
        return address[0];
    }

    public static void free(long address) {
        check(Api.cuMemFree_v2(address), "cuMemFree");
    }

    /** Copies a direct buffer, from its element 0, to the device. */
    public static void upload(long target, Buffer source, long bytes, long stream) {
        check(Api.cuMemcpyHtoDAsync_v2(target, Native.getDirectBufferPointer(source), bytes, stream), "cuMemcpyHtoDAsync");
    }

    /** Copies from the device into a direct buffer, from its element 0. */
    public static void download(Buffer target, long source, long bytes, long stream) {
        check(Api.cuMemcpyDtoHAsync_v2(Native.getDirectBufferPointer(target), source, bytes, stream), "cuMemcpyDtoHAsync");
    }

    /** Copies within the device. */
    public static void copy(long target, long source, long bytes, long stream) {
        check(Api.cuMemcpyDtoDAsync_v2(target, source, bytes, stream), "cuMemcpyDtoDAsync");
    }

    public static long createStream() {
        long[] stream = new long[1];
        check(Api.cuStreamCreate(stream, STREAM_NON_BLOCKING), "cuStreamCreate");
        return stream[0];
    }

    public static void destroyStream(long stream) {
        check(Api.cuStreamDestroy_v2(stream), "cuStreamDestroy");
    }

    /** Waits for all that a stream was given; reports what went wrong in it. */
    public static void synchronize(long stream) {
        check(Api.cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    /** From now on the stream records instead of running. */
    public static void beginCapture(long stream) {
        check(Api.cuStreamBeginCapture_v2(stream, CAPTURE_THREAD_LOCAL), "cuStreamBeginCapture");
    }

    /** Ends recording. @return an executable graph of what was recorded, to be destroyed by {@link #destroyGraph} */
    public static long endCapture(long stream) {
        long[] graph = new long[1];
        check(Api.cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
        try {
            long[] executable = new long[1];
            check(Api.cuGraphInstantiateWithFlags(executable, graph[0], 0), "cuGraphInstantiate");
            return executable[0];
        } finally {
            check(Api.cuGraphDestroy(graph[0]), "cuGraphDestroy");
        }
    }

    /** Ends recording without keeping anything, whatever state it is in. */
    public static void abandonCapture(long stream) {
        long[] graph = new long[1];
        if (Api.cuStreamEndCapture(stream, graph) == 0 && graph[0] != 0) {
            check(Api.cuGraphDestroy(graph[0]), "cuGraphDestroy");
        }
    }

    public static void launchGraph(long executable, long stream) {
        check(Api.cuGraphLaunch(executable, stream), "cuGraphLaunch");
    }

    public static void destroyGraph(long executable) {
        check(Api.cuGraphExecDestroy(executable), "cuGraphExecDestroy");
    }

    /** Loads machine code or PTX. @param image PTX must end in a zero byte */
    public static long loadModule(byte[] image) {
        long[] module = new long[1];
        check(Api.cuModuleLoadData(module, image), "cuModuleLoadData");
        return module[0];
    }

    public static void unloadModule(long module) {
        check(Api.cuModuleUnload(module), "cuModuleUnload");
    }

    public static long function(long module, String name) {
        long[] function = new long[1];
        check(Api.cuModuleGetFunction(function, module, name), "cuModuleGetFunction " + name);
        return function[0];
    }

    /** Arguments of a kernel that takes addresses only, laid out as {@link #launch} wants them. Keep it as long as it is used. */
    public static Memory arguments(long... addresses) {
        // An array of pointers to the values, then the values.
        int count = addresses.length;
        Memory memory = new Memory(Math.max(1, 2L * count) * Long.BYTES);
        for (int i = 0; i < count; i++) {
            long place = (long) (count + i) * Long.BYTES;
            memory.setLong(place, addresses[i]);
            memory.setPointer((long) i * Long.BYTES, memory.share(place));
        }
        return memory;
    }

    /** Starts a kernel on a grid {@code [gridY][gridX]} of blocks of {@code threads}. @param arguments made by {@link #arguments} */
    public static void launch(long function, int gridX, int gridY, int threads, long stream, Memory arguments) {
        check(Api.cuLaunchKernel(function, gridX, gridY, 1, threads, 1, 1, 0, stream, arguments, Pointer.NULL), "cuLaunchKernel");
    }
}
