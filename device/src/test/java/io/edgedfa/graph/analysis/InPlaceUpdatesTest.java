package io.edgedfa.graph.analysis;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.edgedfa.graph.ElementType;
import io.edgedfa.graph.GraphBuilder;
import io.edgedfa.graph.Shape;
import io.edgedfa.graph.Tensor;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InPlaceUpdatesTest {
    private final GraphBuilder g = new GraphBuilder("test");
    private final Tensor x = g.input("x", ElementType.FLOAT, Shape.of(3, 3));
    private final Tensor w = g.state("w", Shape.of(3, 3));

    @Test
    void shouldBeSafeWhenEveryReaderFeedsTheWriter() {
        g.update(w, g.sub(w, g.matmul(x, w)));
        assertEquals(Set.of(w), InPlaceUpdates.of(g.build()));
    }

    @Test
    void shouldBeSafeWhenTheWriterIsAGemmThatAddsTheOldValue() {
        g.update(w, g.gemmTransA(x, x, 1, w, 1));
        assertEquals(Set.of(w), InPlaceUpdates.of(g.build()));
    }

    @Test
    void shouldNotBeSafeWhenAReaderMayComeAfterTheWriter() {
        g.update(w, g.sub(w, x));
        g.output("late", g.matmul(x, w));
        assertEquals(Set.of(), InPlaceUpdates.of(g.build()));
    }

    @Test
    void shouldNotBeSafeWhenTheWriterMultipliesByTheOldValue() {
        g.update(w, g.matmul(x, w));
        assertEquals(Set.of(), InPlaceUpdates.of(g.build()));
    }

    @Test
    void shouldNotBeSafeWhenTheOldValueIsAnOutput() {
        g.output("old", w);
        g.update(w, g.sub(w, x));
        assertEquals(Set.of(), InPlaceUpdates.of(g.build()));
    }
}
