package io.edgedfa.engine;

class OrtEngineTest extends EngineContractTest {
    @Override
    Engine open() {
        return Engines.open("ort", 1);
    }
}
