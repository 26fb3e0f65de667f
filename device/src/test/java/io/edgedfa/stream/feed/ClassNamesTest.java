package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClassNamesTest {

    @Test
    void shouldTakeNumbersWhenThereAreNoNames() {
        ClassNames names = ClassNames.numbers(3);
        assertEquals(2, names.of("2"));
        assertEquals("2", names.name(2));
    }

    @Test
    void shouldTakeNamesAndNumbersWhenNamed() {
        ClassNames names = new ClassNames(2, List.of("cat", "dog"));
        assertEquals(1, names.of("dog"));
        assertEquals(1, names.of("1"));
        assertEquals("dog", names.name(1));
    }

    @Test
    void shouldTakeNoNumbersWhenNamesLookLikeThem() {
        ClassNames names = new ClassNames(2, List.of("1", "7"));
        assertEquals(0, names.of("1"));
        assertEquals(1, names.of("7"));
        assertEquals(-1, names.of("0"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "3", "-1", "+1", "01", "1.0", "Cat", "99999999999"})
    void shouldKnowNoOtherLabels(String label) {
        assertEquals(-1, new ClassNames(3, List.of("cat", "dog", "cow")).of(label));
    }

    @Test
    void shouldSayWhatIsAllowedWhenLabelIsUnknown() {
        SampleException e = assertThrows(SampleException.class, () -> new ClassNames(2, List.of("cat", "dog")).known("cow"));
        assertEquals("label 'cow', allowed: cat, dog", e.getMessage());
    }

    @Test
    void shouldRefuseNamesThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> ClassNames.numbers(0));
        assertThrows(IllegalArgumentException.class, () -> new ClassNames(2, List.of("cat")));
        assertThrows(IllegalArgumentException.class, () -> new ClassNames(2, List.of("cat", "cat")));
        assertThrows(IllegalArgumentException.class, () -> new ClassNames(1, List.of("")));
        assertThrows(IllegalArgumentException.class, () -> new ClassNames(1, List.of(" cat")));
        assertThrows(IllegalArgumentException.class, () -> new ClassNames(1, List.of("a\nb")));
    }
}
