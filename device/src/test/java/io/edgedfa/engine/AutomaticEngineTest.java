package io.edgedfa.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.graph.Graph;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What {@code auto} chooses, and that an accelerator has to prove itself first. */
class AutomaticEngineTest {

    /** An accelerator that is this engine. */
    private record Accelerator(String name, Optional<String> absence, Supplier<Engine> engine) implements EngineProvider {
        @Override
        public boolean accelerates() {
            return true;
        }

        @Override
        public Engine open(int threads) {
            return engine.get();
        }
    }

    private static Accelerator accelerator(Supplier<Engine> engine) {
        return new Accelerator("fast", Optional.empty(), engine);
    }

    private static Engine right() {
        return Engines.open("ort", 1);
    }

    /** An engine whose sums are wrong by a hundredth. */
    private static Engine wrong() {
        Engine right = right();
        return new Engine() {
            @Override
            public String name() {
                return "wrong";
            }

            @Override
            public Program compile(Graph graph, State state) {
                Program program = right.compile(graph, state);
                return new Program() {
                    @Override
                    public FloatBuffer floats(String name) {
                        return program.floats(name);
                    }

                    @Override
                    public LongBuffer longs(String name) {
                        return program.longs(name);
                    }

                    @Override
                    public void run() {
                        program.run();
                        floats("sum").put(0, floats("sum").get(0) * 1.01f);
                    }

                    @Override
                    public void close() {
                        program.close();
                    }
                };
            }

            @Override
            public void close() {
                right.close();
            }
        };
    }

    @Test
    void shouldChooseAnAcceleratorThatProvesItself() {
        assertEquals("fast", Engines.choose(List.of(accelerator(AutomaticEngineTest::right))));
    }

    @Test
    void shouldNotChooseAnAcceleratorThatIsAbsentGivesWrongNumbersOrFails() {
        assertEquals("ort", Engines.choose(List.of(new Accelerator("fast", Optional.of("no card"), AutomaticEngineTest::right))));
        assertEquals("ort", Engines.choose(List.of(accelerator(AutomaticEngineTest::wrong))));
        assertEquals("ort", Engines.choose(List.of(accelerator(() -> {
            throw new EngineException("the driver is too old");
        }))));
    }

    @Test
    void shouldSayWhyAnAcceleratorIsNotTrusted() {
        assertEquals(Optional.of("its self-test gives wrong numbers"), SelfTest.failure(accelerator(AutomaticEngineTest::wrong)));
        assertEquals(Optional.of("its self-test fails: the driver is too old"), SelfTest.failure(accelerator(() -> {
            throw new EngineException("the driver is too old");
        })));
    }

    /** The test itself must not refuse an engine that is right. */
    @Test
    void shouldTrustEveryEngineThatIsThere() {
        for (String name : Engines.names()) {
            assertEquals(Optional.empty(), SelfTest.failure(accelerator(() -> Engines.open(name, 1))), name);
        }
    }

    @Test
    void shouldResolveOtherNamesToThemselves() {
        assertEquals("nd4j", Engines.resolve("nd4j"));
        assertTrue(Engines.names().contains(Engines.resolve(Engines.AUTO)));
    }
}
