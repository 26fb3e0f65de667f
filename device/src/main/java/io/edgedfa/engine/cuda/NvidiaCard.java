package io.edgedfa.engine.cuda;

import com.sun.jna.Memory;
import io.edgedfa.engine.EngineException;
import io.edgedfa.engine.OutOfMemoryException;
import io.edgedfa.engine.cuda.library.Blas;
import io.edgedfa.engine.cuda.library.Driver;
import io.edgedfa.engine.cuda.library.RuntimeCompiler;
import io.edgedfa.engine.cuda.lowering.Launch;
import java.nio.Buffer;
import java.util.Optional;

/** The first card of this machine. Each instance has a stream and a cuBLAS handle of its own. */
final class NvidiaCard implements Card {
    private static final int FIRST = 0;
    private static final int NAME_LENGTH = 256;
    /** What NVIDIA's manual advises for Hopper; enough for older cards. */
    private static final long WORKSPACE = 32L << 20;
    /** Jetson boards share memory with everything else. */
    private static final long SMALL_WORKSPACE = 4L << 20;
    private static final long SMALL_CARD = 16L << 30;

    private final int device;
    private final long context;
    private final boolean tf32;
    private final CodeCache cache = CodeCache.usual();
    private long stream;
    private long workspace;
    private long blas;

    /** @throws EngineException saying what is missing or refused */
    NvidiaCard(boolean tf32) {
        loadLibraries();
        this.tf32 = tf32;
        device = Driver.device(FIRST);
        context = Driver.retain(device);
        try {
            Driver.use(context);
            stream = Driver.createStream();
            long[] memory = Driver.memory();
            long bytes = memory[1] < SMALL_CARD ? SMALL_WORKSPACE : WORKSPACE;
            workspace = Driver.allocate(bytes);
            if (workspace == 0) {
                throw new OutOfMemoryException("cuBLAS' workspace", bytes, memory[0]);
            }
            blas = Blas.create(stream, workspace, bytes, tf32);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void loadLibraries() {
        Driver.load();
        if (Driver.devices() == 0) {
            throw new EngineException("NVIDIA's driver " + version(Driver.version()) + " is there, but no card");
        }
        try {
            RuntimeCompiler.load();
            Blas.load();
        } catch (EngineException e) {
            throw new EngineException(e.getMessage() + "; the driver is there and speaks CUDA " + version(Driver.version()), e);
        }
    }

    /** Why there is no card to use; empty if there is one. */
    static Optional<String> absence() {
        try {
            loadLibraries();
            return Optional.empty();
        } catch (EngineException e) {
            return Optional.of(e.getMessage());
        } catch (LinkageError e) {
            return Optional.of("JNA's native part does not load: " + e.getMessage());
        }
    }

    private static String version(int number) {
        return number / 1000 + "." + number % 1000 / 10;
    }

    @Override
    public String describe() {
        int capability = Driver.computeCapability(device);
        return Driver.name(device, NAME_LENGTH) + ", compute capability " + capability / 10 + "." + capability % 10 + ", driver's CUDA "
                + version(Driver.version()) + ", NVRTC " + version(RuntimeCompiler.version()) + ", cuBLAS " + Blas.version(blas)
                + (tf32 ? ", products in TF32" : "");
    }

    /** The calling thread may be another than last time. */
    private void use() {
        Driver.use(context);
    }

    @Override
    public long freeBytes() {
        use();
        return Driver.memory()[0];
    }

    @Override
    public long allocate(long bytes) {
        use();
        return Driver.allocate(bytes);
    }

    @Override
    public void free(long address) {
        use();
        Driver.free(address);
    }

    @Override
    public void upload(long target, Buffer source, long bytes) {
        use();
        Driver.upload(target, source, bytes, stream);
        Driver.synchronize(stream);
    }

    @Override
    public void download(Buffer target, long source, long bytes) {
        use();
        Driver.download(target, source, bytes, stream);
        Driver.synchronize(stream);
    }

    @Override
    public void copy(long target, long source, long bytes) {
        use();
        Driver.copy(target, source, bytes, stream);
    }

    @Override
    public Code load(String source) {
        use();
        String architecture = RuntimeCompiler.architecture(Driver.computeCapability(device));
        long module = cache.load(source, architecture + " " + RuntimeCompiler.version(),
                () -> RuntimeCompiler.compile(source, architecture), Driver::loadModule);
        return new Code() {
            @Override
            public Call call(String kernel, long... addresses) {
                use();
                long function = Driver.function(module, kernel);
                Memory arguments = Driver.arguments(addresses);
                return (blocks, rows, threads) -> Driver.launch(function, blocks, rows, threads, stream, arguments);
            }

            @Override
            public void close() {
                use();
                Driver.unloadModule(module);
            }
        };
    }

    @Override
    public void multiply(Launch.Product p, long a, long b, long out, int replicas) {
        use();
        Blas.Product kind = new Blas.Product(p.transA(), p.transB(), p.m(), p.n(), p.k(), p.alpha(), p.beta());
        long strideA = p.a().shared() ? 0 : (long) p.m() * p.k();
        long strideB = p.b().shared() ? 0 : (long) p.k() * p.n();
        Blas.multiply(blas, kind, a, strideA, b, strideB, out, (long) p.m() * p.n(), replicas * p.parts());
    }

    @Override
    public Recording record(Runnable work) {
        use();
        Driver.beginCapture(stream);
        try {
            work.run();
        } catch (RuntimeException e) {
            Driver.abandonCapture(stream);
            throw e;
        }
        long graph = Driver.endCapture(stream);
        return new Recording() {
            @Override
            public void play() {
                use();
                Driver.launchGraph(graph, stream);
            }

            @Override
            public void close() {
                use();
                Driver.destroyGraph(graph);
            }
        };
    }

    @Override
    public void synchronize() {
        use();
        Driver.synchronize(stream);
    }

    @Override
    public void close() {
        use();
        if (blas != 0) {
            Blas.destroy(blas);
        }
        if (workspace != 0) {
            Driver.free(workspace);
        }
        if (stream != 0) {
            Driver.destroyStream(stream);
        }
        Driver.release(device);
    }
}
