package io.edgedfa.engine.cuda.lowering;

import io.edgedfa.graph.Graph;
import io.edgedfa.graph.Tensor;

/**
 * Kernels around a plan that let runs follow each other without the host: before it, each fed input takes the rows that the
 * counter of runs points to; after it, every replica's scalar outputs are noted and the counter goes on.
 */
public final class RunKernels {
    /** Threads of a block. */
    public static final int THREADS = Grid.THREADS;
    /** The kernel that notes and counts; one block. Arguments: control, notes {@code [scalar][replica][run]}, the scalars. */
    public static final String NOTE = "note";

    /** Word of the control block: number of the run. */
    public static final int RUN = 0;
    /** Word: from one replica's row numbers to the next one's; 0 where all share them. */
    public static final int ROW_STRIDE = 1;
    /** Word: runs that there is room to note. */
    public static final int CAPACITY = 2;
    /** Words of 32 bits. */
    public static final int CONTROL_WORDS = 4;

    private RunKernels() {}

    /** The kernel that fills an input. Arguments: the input, the table, row numbers, control. */
    public static String feed(Graph graph, Tensor input) {
        return "feed" + graph.inputs().indexOf(input);
    }

    /** Blocks of that kernel for each replica. */
    public static int feedBlocks(Tensor input) {
        return Grid.cover(input.shape().elements(), THREADS);
    }

    /** CUDA C of all of them. @param scalars number of outputs to note */
    public static String source(Graph graph, int scalars, int replicas) {
        StringBuilder source = new StringBuilder();
        graph.inputs().stream().filter(input -> input.shape().rank() > 0).forEach(input -> source.append(feedSource(graph, input)));
        return source.append(noteSource(scalars, replicas)).toString();
    }

    private static String feedSource(Graph graph, Tensor input) {
        int batch = input.shape().size(0);
        int elements = input.shape().elements();
        return """
                extern "C" __global__ void __launch_bounds__(%d) %s(TYPE* out, const TYPE* table, const int* rows, const unsigned* control) {
                    const unsigned i = blockIdx.x * %du + threadIdx.x;
                    if (i < %du) {
                        const int row = rows[(size_t) blockIdx.y * control[%d] + control[%d] * %du + i / %du];
                        out[(size_t) blockIdx.y * %du + i] = table[(size_t) row * %du + i %% %du];
                    }
                }

                """.replace("TYPE", Formulas.c(input.type())).formatted(THREADS, feed(graph, input), THREADS, elements, ROW_STRIDE, RUN, batch,
                elements / batch, elements, elements / batch, elements / batch);
    }

    private static String noteSource(int scalars, int replicas) {
        StringBuilder parameters = new StringBuilder("unsigned* control, float* notes");
        StringBuilder notes = new StringBuilder();
        for (int i = 0; i < scalars; i++) {
            parameters.append(", const float* o").append(i);
            notes.append("        notes[((size_t) %du * %du + r) * control[%d] + control[%d]] = o%d[r];%n"
                    .formatted(i, replicas, CAPACITY, RUN, i));
        }
        return """
                extern "C" __global__ void __launch_bounds__(%d) %s(%s) {
                    for (unsigned r = threadIdx.x; r < %du; r += %du) {
                %s    }
                    __syncthreads();
                    if (threadIdx.x == 0u) control[%d] += 1u;
                }

                """.formatted(THREADS, NOTE, parameters, replicas, THREADS, notes, RUN);
    }
}
