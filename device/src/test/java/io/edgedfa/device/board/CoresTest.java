package io.edgedfa.device.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoresTest {

    @Test
    void shouldReadRangesAndSingleCores() {
        assertEquals(new Cores(List.of(0, 2, 3, 5)), Cores.parse("5, 2-3,0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ",", "1,", "a", "-1", "3-2", "1-", "0-1024", "1024", "0--1", "99999999999"})
    void shouldRefuseWhatIsNoList(String text) {
        String message = assertThrows(IllegalArgumentException.class, () -> Cores.parse(text)).getMessage();
        assertTrue(message.startsWith("cores = \"" + text + "\", allowed: "), message);
    }

    @Test
    void shouldRefuseNoCoresAtAll() {
        assertThrows(IllegalArgumentException.class, () -> new Cores(List.of()));
    }

    @Test
    void shouldSetTheBitOfEachCore() {
        byte[] mask = new Cores(List.of(0, 9, 1023)).mask();
        assertEquals(128, mask.length);
        assertEquals(1, mask[0]);
        assertEquals(2, mask[1]);
        assertEquals((byte) 0x80, mask[127]);
    }

    @Property(tries = 200)
    void shouldReadWhatItWrites(@ForAll @NotEmpty Set<@IntRange(max = 1023) Integer> numbers) {
        Cores cores = new Cores(List.copyOf(numbers));
        assertEquals(cores, Cores.parse(cores.toString()));
        assertEquals(cores, Cores.ofMask(cores.mask()));
    }
}
