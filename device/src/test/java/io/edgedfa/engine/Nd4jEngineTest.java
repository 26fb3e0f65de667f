package io.edgedfa.engine;

class Nd4jEngineTest extends EngineContractTest {
    @Override
    Engine open() {
        return Engines.open("nd4j", 1);
    }
}
