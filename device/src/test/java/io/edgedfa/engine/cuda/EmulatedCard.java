package io.edgedfa.engine.cuda;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.ReplicaEngine;
import io.edgedfa.engine.cuda.lowering.Launch;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.Buffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A card that is the processor: kernels are compiled by g++, memory is this process's, fresh memory holds NaN. Shows that plans
 * compute what they should; how a real card schedules threads it does not show.
 */
public final class EmulatedCard implements Card {
    private static final Pattern KERNEL = Pattern.compile("__launch_bounds__\\(\\d+\\) (\\w+)\\(([^)]*)\\) \\{");
    private static final Map<String, NativeLibrary> COMPILED = new HashMap<>();

    private final long capacity;
    private final Map<Long, Long> held = new HashMap<>();
    private final List<String> calls = new ArrayList<>();

    /** @param capacity bytes of memory */
    public EmulatedCard(long capacity) {
        this.capacity = capacity;
    }

    /** The engine on a card with plenty of memory. */
    public static ReplicaEngine engine() {
        return new EmulatedCard(1L << 34).open();
    }

    /** The engine on this card. */
    public ReplicaEngine open() {
        return new CudaEngine("emulated", this);
    }

    /** Whether there is a compiler. */
    public static boolean isThere() {
        return Files.isExecutable(Path.of("/usr/bin/g++"));
    }

    /** Bytes that are taken. */
    public long heldBytes() {
        return held.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Names of kernels run and products done, in order. */
    public List<String> calls() {
        return calls;
    }

    @Override
    public String describe() {
        return "emulated card";
    }

    @Override
    public long freeBytes() {
        return capacity - heldBytes();
    }

    @Override
    public long allocate(long bytes) {
        if (bytes > freeBytes()) {
            return 0;
        }
        long address = Native.malloc(bytes);
        new Pointer(address).setMemory(0, bytes, (byte) 0xff);
        held.put(address, bytes);
        return address;
    }

    @Override
    public void free(long address) {
        if (held.remove(address) == null) {
            throw new IllegalStateException("freed twice");
        }
        Native.free(address);
    }

    @Override
    public void upload(long target, Buffer source, long bytes) {
        copy(target, Pointer.nativeValue(Native.getDirectBufferPointer(source)), bytes);
    }

    @Override
    public void download(Buffer target, long source, long bytes) {
        copy(Pointer.nativeValue(Native.getDirectBufferPointer(target)), source, bytes);
    }

    @Override
    public void copy(long target, long source, long bytes) {
        new Pointer(target).getByteBuffer(0, bytes).put(new Pointer(source).getByteBuffer(0, bytes));
    }

    @Override
    public void multiply(Launch.Product p, long a, long b, long out, int replicas) {
        calls.add("product");
        int count = replicas * p.parts();
        float[] left = new Pointer(a).getFloatArray(0, p.m() * p.k() * (p.a().shared() ? 1 : count));
        float[] right = new Pointer(b).getFloatArray(0, p.k() * p.n() * (p.b().shared() ? 1 : count));
        float[] result = p.beta() == 0 ? new float[p.m() * p.n() * count] : new Pointer(out).getFloatArray(0, p.m() * p.n() * count);
        for (int part = 0; part < count; part++) {
            int fromA = p.a().shared() ? 0 : part * p.m() * p.k();
            int fromB = p.b().shared() ? 0 : part * p.k() * p.n();
            for (int i = 0; i < p.m(); i++) {
                for (int j = 0; j < p.n(); j++) {
                    double sum = 0;
                    for (int k = 0; k < p.k(); k++) {
                        sum += (double) left[fromA + (p.transA() ? k * p.m() + i : i * p.k() + k)]
                                * right[fromB + (p.transB() ? j * p.k() + k : k * p.n() + j)];
                    }
                    int at = (part * p.m() + i) * p.n() + j;
                    result[at] = (float) (p.alpha() * sum + (p.beta() == 0 ? 0 : p.beta() * result[at]));
                }
            }
        }
        new Pointer(out).write(0, result, 0, result.length);
    }

    @Override
    public Code load(String source) {
        NativeLibrary library = compiled(source);
        return new Code() {
            @Override
            public Call call(String kernel, long... addresses) {
                Memory arguments = new Memory(Math.max(1, addresses.length) * (long) Long.BYTES);
                arguments.write(0, addresses, 0, addresses.length);
                return (blocks, rows, threads) -> {
                    calls.add(kernel);
                    library.getFunction("run_" + kernel).invokeVoid(new Object[] {blocks, rows, threads, arguments});
                };
            }

            @Override
            public void close() {
                // Kept for the next program with the same kernels.
            }
        };
    }

    private static synchronized NativeLibrary compiled(String source) {
        return COMPILED.computeIfAbsent(source, text -> {
            try (InputStream header = EmulatedCard.class.getResourceAsStream("emulation.h")) {
                Path folder = Files.createTempDirectory("emulated");
                Path file = folder.resolve("kernels.cpp");
                Path library = folder.resolve("kernels.so");
                Files.writeString(file, new String(header.readAllBytes(), StandardCharsets.UTF_8) + text + launchers(text));
                Process compiler = new ProcessBuilder("/usr/bin/g++", "-O0", "-w", "-std=c++14", "-shared", "-fPIC", "-Wl,-Bsymbolic",
                        "-o", library.toString(), file.toString()).redirectErrorStream(true).start();
                String log = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (compiler.waitFor() != 0) {
                    throw new EngineException("g++ refuses the kernels: " + log);
                }
                NativeLibrary loaded = NativeLibrary.getInstance(library.toString());
                Files.delete(file);
                Files.delete(library);
                Files.delete(folder);
                return loaded;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** For each kernel a function that takes the grid and an array of addresses. */
    private static String launchers(String source) {
        StringBuilder launchers = new StringBuilder();
        Matcher kernels = KERNEL.matcher(source);
        while (kernels.find()) {
            String name = kernels.group(1);
            List<String> arguments = new ArrayList<>();
            for (String parameter : kernels.group(2).split(",")) {
                arguments.add("(" + parameter.substring(0, parameter.lastIndexOf('*') + 1) + ") a[" + arguments.size() + "]");
            }
            int next = source.indexOf("extern \"C\"", kernels.end());
            boolean barriers = source.substring(kernels.end(), next < 0 ? source.length() : next).contains("__syncthreads");
            launchers.append("static void body_%1$s(void** a) { %1$s(%2$s); }\n".formatted(name, String.join(", ", arguments)));
            launchers.append("extern \"C\" void run_%1$s(int blocks, int rows, int count, void** a) { %2$s(body_%1$s, a, blocks, rows, count); }\n"
                    .formatted(name, barriers ? "run_grid" : "run_plain"));
        }
        return launchers.toString();
    }

    @Override
    public Recording record(Runnable work) {
        return new Recording() {
            @Override
            public void play() {
                work.run();
            }

            @Override
            public void close() {
                // Nothing is kept.
            }
        };
    }

    @Override
    public void synchronize() {
        // Everything is done when it is asked for.
    }

    @Override
    public void close() {
        // The memory is each owner's to free.
    }
}
