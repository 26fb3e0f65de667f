package io.edgedfa.stream.feed.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {

    private static float parse(String text) {
        byte[] bytes = ("x" + text + "1").getBytes(StandardCharsets.ISO_8859_1);
        return Decimals.parse(bytes, 1, bytes.length - 1);
    }

    @Property
    void shouldReadBackEveryFloat(@ForAll float value) {
        assertEquals(value, parse(Float.toString(value)));
    }

    @Property
    void shouldRoundAsTheJdkWhateverTheDigits(@ForAll int digits, @ForAll @IntRange(max = 14) int scale) {
        String text = BigDecimal.valueOf(digits, scale).toPlainString();
        assertEquals(Float.parseFloat(text), parse(text), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-0", "+7", "1.", ".5", "16777217", "0.1", "1e10", "-2.5E-3", "1e99", "00012.50",
        "0.00000000001"})
    void shouldReadAsTheJdk(String text) {
        assertEquals(Float.parseFloat(text), parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "+.", "abc", "1f", "0x1p3", "NaN", "Infinity", "1 2", "1e", "--1", "1.2.3", "1,2",
        " 1", "é"})
    void shouldReadNoNumberWhereThereIsNone(String text) {
        assertEquals(Float.NaN, parse(text));
    }
}
