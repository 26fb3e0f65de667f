package io.edgedfa.engine.cuda.library;

import io.edgedfa.engine.EngineException;
import java.util.List;

/** cuBLAS: products of row-major matrices, one or many alike. Loaded once per process. */
public final class Blas {
    private static final List<String> SONAMES = List.of("libcublas.so.13", "libcublas.so.12", "libcublas.so.11", "libcublas.so");

    private static final int NOT_TRANSPOSED = 0;
    private static final int TRANSPOSED = 1;
    private static final int FULL_PRECISION = 0;
    private static final int TF32 = 3;
    private static final int ALLOCATION_FAILED = 3;

    private Blas() {}

    /** The functions under their names in the library; registered by {@link #load}. */
    static final class Api {
        private Api() {}

        static native int cublasCreate_v2(long[] handle);

        static native int cublasDestroy_v2(long handle);

        static native int cublasGetVersion_v2(long handle, int[] version);

        static native String cublasGetStatusString(int code);

        static native int cublasSetStream_v2(long handle, long stream);

        static native int cublasSetWorkspace_v2(long handle, long workspace, long bytes);

        static native int cublasSetMathMode(long handle, int mode);

        static native int cublasSgemm_v2(long handle, int transA, int transB, int m, int n, int k, float[] alpha, long a, int lda,
                long b, int ldb, float[] beta, long c, int ldc);

        static native int cublasSgemmStridedBatched(long handle, int transA, int transB, int m, int n, int k, float[] alpha, long a,
                int lda, long strideA, long b, int ldb, long strideB, float[] beta, long c, int ldc, long strideC, int count);
    }

    private static boolean loaded;

    /** Loads, once. @throws EngineException saying what is missing */
    public static synchronized void load() {
        if (!loaded) {
            Libraries.bind(Api.class, "cuBLAS", SONAMES);
            loaded = true;
        }
    }

    private static void check(int code, String call) {
        Status.check(code, call, Api::cublasGetStatusString);
    }

    /**
     * A handle in the calling thread's context.
     *
     * @param workspace device memory that is the handle's own, so that results do not depend on what else runs
     * @param tf32      whether products may round their inputs to 10 bits after the point, for speed
     */
    public static long create(long stream, long workspace, long workspaceBytes, boolean tf32) {
        long[] handle = new long[1];
        int code = Api.cublasCreate_v2(handle);
        if (code == ALLOCATION_FAILED) {
            throw new EngineException("cublasCreate failed: the card's memory is full");
        }
        check(code, "cublasCreate");
        check(Api.cublasSetStream_v2(handle[0], stream), "cublasSetStream");
        check(Api.cublasSetWorkspace_v2(handle[0], workspace, workspaceBytes), "cublasSetWorkspace");
        check(Api.cublasSetMathMode(handle[0], tf32 ? TF32 : FULL_PRECISION), "cublasSetMathMode");
        return handle[0];
    }

    public static void destroy(long handle) {
        check(Api.cublasDestroy_v2(handle), "cublasDestroy");
    }

    /** {@code 10000 * major + 100 * minor + patch}. */
    public static int version(long handle) {
        int[] version = new int[1];
        check(Api.cublasGetVersion_v2(handle, version), "cublasGetVersion");
        return version[0];
    }

    /** Of one kind, many alike: row-major {@code c [m, n] = alpha * op(a) op(b) + beta * c}, {@code op(a) [m, k]}, {@code op(b) [k, n]}. */
    public record Product(boolean transA, boolean transB, int m, int n, int k, float alpha, float beta) {}

    /**
     * Multiplies.
     *
     * @param strideA from one left matrix to the next, in elements; 0 for the same one each time
     * @param count   products, at least 1
     */
    public static void multiply(long handle, Product p, long a, long strideA, long b, long strideB, long c, long strideC, int count) {
        // Row-major matrices are cuBLAS' column-major ones transposed: c^T = op(b)^T op(a)^T.
        int first = p.transB() ? TRANSPOSED : NOT_TRANSPOSED;
        int second = p.transA() ? TRANSPOSED : NOT_TRANSPOSED;
        int rowOfB = p.transB() ? p.k() : p.n();
        int rowOfA = p.transA() ? p.m() : p.k();
        float[] alpha = {p.alpha()};
        float[] beta = {p.beta()};
        if (count == 1) {
            check(Api.cublasSgemm_v2(handle, first, second, p.n(), p.m(), p.k(), alpha, b, rowOfB, a, rowOfA, beta, c, p.n()), "cublasSgemm");
        } else {
            check(Api.cublasSgemmStridedBatched(handle, first, second, p.n(), p.m(), p.k(), alpha, b, rowOfB, strideB, a, rowOfA, strideA,
                    beta, c, p.n(), strideC, count), "cublasSgemmStridedBatched");
        }
    }
}
