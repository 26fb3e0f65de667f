package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class CsvRowPropertyTest {

    private final Sample sample = new Sample(3);

    private static CsvRow row(char separator, boolean ids) {
        return new CsvRow(new CsvFeed.Format(separator, ids), Preprocessing.values(3), ClassNames.numbers(10));
    }

    @Provide
    Arbitrary<String> tables() {
        return Arbitraries.strings().withChars("0123456789,;.-eE \tabé\"").ofMaxLength(30);
    }

    @Property(tries = 2_000)
    void shouldThrowNothingButSampleExceptionWhateverTheText(@ForAll @From("tables") String text, @ForAll boolean ids) {
        tryAll(text.getBytes(StandardCharsets.UTF_8), ids);
    }

    @Property
    void shouldThrowNothingButSampleExceptionWhateverTheBytes(@ForAll byte[] bytes, @ForAll boolean ids) {
        tryAll(bytes, ids);
    }

    private void tryAll(byte[] bytes, boolean ids) {
        CsvRow row = row(',', ids);
        row.isHeader(bytes, 0, bytes.length);
        try {
            row.parse(bytes, 0, bytes.length, sample);
        } catch (SampleException refused) {
            assertFalse(refused.getMessage().isEmpty());
        }
    }

    @Property
    void shouldReadBackWhatWasWritten(@ForAll @Size(3) List<Float> values, @ForAll @IntRange(max = 9) int label,
            @ForAll @AlphaChars @StringLength(min = 1, max = 20) String id, @ForAll @From("separators") char separator)
            throws SampleException {
        String text = id + separator + label + separator
                + values.stream().map(String::valueOf).collect(Collectors.joining(String.valueOf(separator)));
        byte[] bytes = ("," + text + ",").getBytes(StandardCharsets.UTF_8);
        assertEquals(Arrival.SAMPLE, row(separator, true).parse(bytes, 1, bytes.length - 1, sample));
        assertEquals(id, sample.id());
        assertEquals(label, sample.label());
        for (int i = 0; i < 3; i++) {
            assertEquals(values.get(i), sample.features[i]);
        }
    }

    @Provide
    Arbitrary<Character> separators() {
        return Arbitraries.of(',', ';', '\t');
    }
}
