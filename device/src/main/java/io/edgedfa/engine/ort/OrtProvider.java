package io.edgedfa.engine.ort;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineProvider;

/** Makes ONNX Runtime known to {@link io.edgedfa.engine.Engines}. */
public final class OrtProvider implements EngineProvider {
    @Override
    public String name() {
        return OrtEngine.NAME;
    }

    @Override
    public Engine open(int threads) {
        return new OrtEngine(threads);
    }
}
