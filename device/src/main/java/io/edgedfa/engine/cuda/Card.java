package io.edgedfa.engine.cuda;

import io.edgedfa.engine.cuda.lowering.Launch;
import java.nio.Buffer;

/** What the engine asks of a card. Addresses are the card's; work is done in the order it is asked for. Not thread-safe. */
interface Card extends AutoCloseable {

    /** Its name and the versions of what runs it, for people. */
    String describe();

    /** Bytes of its memory that are free. */
    long freeBytes();

    /** Takes memory. @return its address, or 0 where there is not so much */
    long allocate(long bytes);

    void free(long address);

    /** Copies a direct buffer from its beginning to the card. The buffer may be changed when this returns. */
    void upload(long target, Buffer source, long bytes);

    /** Copies from the card to the beginning of a direct buffer; the values are there when this returns. */
    void download(Buffer target, long source, long bytes);

    void copy(long target, long source, long bytes);

    /** Compiles CUDA C. */
    Code load(String source);

    /** A product for each of {@code replicas}. Strides of shared matrices are 0. */
    void multiply(Launch.Product product, long a, long b, long out, int replicas);

    /** Does what {@code work} asks for not now but whenever the recording is played. */
    Recording record(Runnable work);

    /** Waits until everything is done. @throws io.edgedfa.engine.EngineException if something of it failed */
    void synchronize();

    @Override
    void close();

    /** Compiled kernels. */
    interface Code extends AutoCloseable {

        /** A kernel made ready for certain arguments. */
        Call call(String kernel, long... addresses);

        @Override
        void close();
    }

    /** A kernel with its arguments. */
    @FunctionalInterface
    interface Call {
        /** Runs on a grid {@code [rows][blocks]} of blocks of {@code threads}. */
        void launch(int blocks, int rows, int threads);
    }

    /** Recorded work. */
    interface Recording extends AutoCloseable {

        void play();

        @Override
        void close();
    }
}
