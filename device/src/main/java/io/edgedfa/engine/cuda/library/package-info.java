/**
 * NVIDIA's libraries, as far as the engine needs them: the driver, the run-time compiler and cuBLAS, bound directly by JNA.
 *
 * <p>Invariant: nothing is compiled or linked against CUDA; each library is looked for by its soname and in the usual places,
 * and what is missing is a kept, explained value. Every status is checked: {@link io.edgedfa.engine.cuda.library.Status} turns
 * one that is not success into an exception that names the call. Signatures follow the CUDA driver API, NVRTC and cuBLAS
 * reference manuals (CUDA 11.8 to 13). Neighbours: {@code engine.cuda.memory} and {@code engine.cuda} call it.
 */
package io.edgedfa.engine.cuda.library;
