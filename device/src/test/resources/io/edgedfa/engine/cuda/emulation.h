// Enough of CUDA C to run the engine's kernels on a processor: one thread of a block after the other, each until it waits.
#include <cmath>
#include <cstddef>
#include <cstring>
#include <ucontext.h>

struct Index { unsigned x, y, z; };
static Index threadIdx, blockIdx;

#define __global__
#define __shared__ static
#define __launch_bounds__(n)

static inline float __int_as_float(unsigned bits) {
    float value;
    std::memcpy(&value, &bits, sizeof value);
    return value;
}

static const unsigned MOST_THREADS = 1024;
static ucontext_t scheduler, threads[MOST_THREADS];
static char stacks[MOST_THREADS][65536];
static bool finished[MOST_THREADS];
static unsigned current;
static void (*kernel)(void**);
static void** arguments;

static void __syncthreads() {
    swapcontext(&threads[current], &scheduler);
}

static void thread_main() {
    kernel(arguments);
    finished[current] = true;
}

static void run_grid(void (*body)(void**), void** args, unsigned blocks, unsigned rows, unsigned count) {
    kernel = body;
    arguments = args;
    for (blockIdx.y = 0; blockIdx.y < rows; ++blockIdx.y) {
        for (blockIdx.x = 0; blockIdx.x < blocks; ++blockIdx.x) {
            for (unsigned t = 0; t < count; ++t) {
                finished[t] = false;
                getcontext(&threads[t]);
                threads[t].uc_stack.ss_sp = stacks[t];
                threads[t].uc_stack.ss_size = sizeof stacks[t];
                threads[t].uc_link = &scheduler;
                makecontext(&threads[t], thread_main, 0);
            }
            for (bool alive = true; alive;) {
                alive = false;
                for (unsigned t = 0; t < count; ++t) {
                    if (!finished[t]) {
                        current = t;
                        threadIdx.x = t;
                        swapcontext(&scheduler, &threads[t]);
                        alive |= !finished[t];
                    }
                }
            }
        }
    }
}

// A kernel without barriers needs no context of its own for each thread.
static void run_plain(void (*body)(void**), void** args, unsigned blocks, unsigned rows, unsigned count) {
    for (blockIdx.y = 0; blockIdx.y < rows; ++blockIdx.y) {
        for (blockIdx.x = 0; blockIdx.x < blocks; ++blockIdx.x) {
            for (threadIdx.x = 0; threadIdx.x < count; ++threadIdx.x) {
                body(args);
            }
        }
    }
}
