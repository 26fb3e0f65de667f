package io.edgedfa.engine.cuda.library;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.jna.Pointer;
import io.edgedfa.engine.Needed;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The bound functions against NVIDIA's own headers, where CUDA is installed: number, order and size of all parameters. */
class SignaturesTest {
    private static final Path INCLUDE = Path.of("/usr/local/cuda/include");

    /** C types of eight bytes that are no pointers by their spelling. */
    private static final List<String> LONG = List.of("size_t", "unsigned long long", "long long", "CUdeviceptr", "CUcontext", "CUstream",
            "CUmodule", "CUfunction", "CUgraph", "CUgraphExec", "nvrtcProgram", "cublasHandle_t", "cudaStream_t");

    static Stream<Arguments> apis() {
        return Stream.of(Arguments.of(Driver.Api.class, "cuda.h"), Arguments.of(RuntimeCompiler.Api.class, "nvrtc.h"),
                Arguments.of(Blas.Api.class, "cublas_api.h"));
    }

    @ParameterizedTest
    @MethodSource("apis")
    void shouldAgreeWithTheHeader(Class<?> api, String name) throws IOException {
        Path header = INCLUDE.resolve(name);
        Needed.ofToolkit(header);
        String text = Files.readString(header, StandardCharsets.ISO_8859_1).replaceAll("(?s)/\\*.*?\\*/", "");
        List<Method> functions = natives(api);
        assertTrue(functions.size() >= 10, "functions: " + functions.size());
        for (Method function : functions) {
            assertEquals(parameters(text, function.getName()), Arrays.stream(function.getParameterTypes()).map(SignaturesTest::kind).toList(),
                    function.getName());
        }
    }

    private static List<Method> natives(Class<?> api) {
        return Arrays.stream(api.getDeclaredMethods()).filter(method -> Modifier.isNative(method.getModifiers())).toList();
    }

    /** Of a prototype; headers declare many functions under other names and rename them by macros. */
    private static List<String> parameters(String header, String name) {
        List<String> spellings = new ArrayList<>(List.of(name));
        Matcher macro = Pattern.compile("#\\s*define\\s+(\\w+)\\s+(?:__\\w+\\()?" + name + "\\b").matcher(header);
        while (macro.find()) {
            spellings.add(macro.group(1));
        }
        for (String spelling : spellings) {
            Matcher prototype = Pattern.compile("\\b" + spelling + "\\s*\\(([^()]*)\\)\\s*;").matcher(header);
            if (prototype.find()) {
                List<String> kinds = new ArrayList<>();
                for (String parameter : prototype.group(1).split(",")) {
                    kinds.add(kind(parameter.strip()));
                }
                return kinds;
            }
        }
        throw new AssertionError("the header declares no " + name);
    }

    private static String kind(String parameter) {
        if (parameter.contains("*") || parameter.contains("[")) {
            return "8 bytes";
        }
        String type = parameter.replaceFirst("\\s*\\w+$", "").replace("const ", "").strip();
        return LONG.contains(type) ? "8 bytes" : "4 bytes";
    }

    private static String kind(Class<?> type) {
        return type.isArray() || type == Pointer.class || type == String.class || type == long.class ? "8 bytes"
                : type == int.class ? "4 bytes" : type.getName();
    }
}
