package io.edgedfa.emulation;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Both engines and the model files, with arm64 natives. */
class ArmEnginesIT {
    @Test
    void shouldKeepTheContractOfEnginesWhenTheBoardIsArm() throws Exception {
        EmulatedBoard.needed().assertPass(List.of(), "engine.OrtEngineTest", "engine.Nd4jEngineTest");
    }

    @Test
    void shouldReadAndWriteModelsWhenTheBoardIsArm() throws Exception {
        EmulatedBoard.needed().assertPass(List.of(), "onnx.ModelFileTest", "onnx.StepFileTest");
    }
}
