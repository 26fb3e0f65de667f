package io.edgedfa.emulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This module's own tests, run by the Java of an emulated ARM board. None of them says anything about time or memory. */
class EmulatedTestsIT {
    private static final String ROOM = "io.edgedfa.";

    @TempDir
    Path folder;

    @Test
    void shouldComputeTheSameOnBothEnginesWhenTheBoardIsArm() throws Exception {
        assertPass(List.of(), "engine.OrtEngineTest", "engine.Nd4jEngineTest");
    }

    @Test
    void shouldReadAndWriteModelsWhenTheBoardIsArm() throws Exception {
        assertPass(List.of(), "onnx.ModelFileTest", "onnx.StepFileTest");
    }

    /** @param tests as {@link TestRun} takes them, without the room's first part */
    private void assertPass(List<String> options, String... tests) throws Exception {
        List<String> selected = Stream.of(tests).map(ROOM::concat).toList();
        List<String> output = EmulatedBoard.needed(folder).run(options, TestRun.class, selected);
        List<String> outcomes = output.stream().filter(line -> line.startsWith(TestRun.MARK)).toList();
        for (String test : selected) {
            List<String> own = outcomes.stream().filter(line -> line.split(" ")[3].split("#")[0].equals(test.split("#")[0])).toList();
            own.stream().filter(line -> line.startsWith(TestRun.MARK + "skipped")).forEach(System.out::println);
            long passed = own.stream().filter(line -> line.startsWith(TestRun.MARK + "passed")).count();
            System.out.println(test + ": " + passed + " tests passed on an emulated ARM board");
            assertTrue(passed > 0, () -> "no test of " + test + " ran; the board said:\n" + String.join("\n", output));
        }
        assertEquals(List.of(), outcomes.stream().filter(line -> line.startsWith(TestRun.MARK + "failed")).toList(),
                () -> "the board said:\n" + String.join("\n", output));
    }
}
