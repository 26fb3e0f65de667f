package io.edgedfa.engine.ort;

import io.edgedfa.engine.Engine;
import io.edgedfa.engine.EngineProvider;
import java.util.Optional;

/** Makes ONNX Runtime known to {@link io.edgedfa.engine.Engines}; loads without it. */
public final class OrtProvider implements EngineProvider {
    @Override
    public String name() {
        return OrtEngine.NAME;
    }

    @Override
    public Optional<String> absence() {
        boolean there = OrtProvider.class.getClassLoader().getResource("ai/onnxruntime/OrtEnvironment.class") != null;
        return there ? Optional.empty() : Optional.of("ONNX Runtime is not on the class path");
    }

    @Override
    public Engine open(int threads) {
        return new OrtEngine(threads);
    }
}
