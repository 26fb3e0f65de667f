package io.edgedfa.engine.cuda.lowering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.engine.Needed;
import io.edgedfa.engine.OperatorKernels;
import io.edgedfa.graph.Graph;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kernel that the contract and all training steps bring about, compiled by CUDA's own compiler where it is installed. */
class CompiledKernelsTest {
    private static final Path COMPILER = Path.of("/usr/local/cuda/bin/nvcc");

    @TempDir
    Path folder;

    /** Turing, the oldest that CUDA 13 knows; Orin; Hopper; Thor. */
    @ParameterizedTest
    @ValueSource(ints = {75, 87, 90, 110})
    void shouldCompileForEveryGeneration(int capability) throws IOException, InterruptedException {
        Needed.ofToolkit(COMPILER);
        StringBuilder source = new StringBuilder();
        List<Graph> graphs = Stream.concat(OperatorKernels.graphs().stream(), TrainingSteps.all()).toList();
        for (int i = 0; i < graphs.size(); i++) {
            String kernels = Lowering.plan(List.of(graphs.get(i), graphs.get(i))).source() + RunKernels.source(graphs.get(i), 2, 2);
            source.append(kernels.replaceAll("__launch_bounds__\\((\\d+)\\) (\\w+)\\(", "__launch_bounds__($1) plan" + i + "_$2("));
        }
        Path file = Files.writeString(folder.resolve("kernels.cu"), source);
        // An index that a literal made needless (177) is nothing to warn of.
        Process compiler = new ProcessBuilder(COMPILER.toString(), "-ptx", "-arch=compute_" + capability, "-std=c++14", "-Werror", "all-warnings",
                "-diag-suppress", "177", "-o", folder.resolve("kernels.ptx").toString(), file.toString()).redirectErrorStream(true).start();
        String log = new String(compiler.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, compiler.waitFor(), log.lines().limit(20).toList().toString());
    }
}
