package io.edgedfa.engine.cuda.library;

import io.edgedfa.engine.EngineException;

/** What CUDA's functions return: 0 is success, anything else becomes an exception. */
final class Status {
    private Status() {}

    /** How a library names its codes. */
    @FunctionalInterface
    interface Naming {
        String of(int code);
    }

    /** @throws EngineException naming the call, the code and what the library says of it */
    static void check(int code, String call, Naming naming) {
        if (code != 0) {
            throw new EngineException(call + " failed: " + naming.of(code) + " (" + code + ")");
        }
    }
}
