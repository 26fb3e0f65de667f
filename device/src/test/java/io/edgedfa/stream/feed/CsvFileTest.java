package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.CsvFeed.Format;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in files, while they grow, shrink and go. */
class CsvFileTest {

    private static final ClassNames NAMES = ClassNames.numbers(3);

    @TempDir
    Path folder;

    private final Sample sample = new Sample(2);
    private final List<CsvFeed> feeds = new ArrayList<>();
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("rows.csv");
    }

    @AfterEach
    void closeAll() {
        feeds.forEach(CsvFeed::close);
    }

    private CsvFeed feed(Format format, boolean follow, String position) {
        CsvFeed feed = CsvFeed.of(file, format, Preprocessing.values(2), NAMES, follow, position);
        feeds.add(feed);
        return feed;
    }

    private CsvFeed following() {
        return feed(new Format(',', false), true, "");
    }

    private void append(String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void assertSample(CsvFeed feed, int label, float first, float second) {
        assertEquals(Arrival.SAMPLE, feed.poll(sample), feed.lastRejection());
        assertEquals(label, sample.label());
        assertEquals(first, sample.features[0]);
        assertEquals(second, sample.features[1]);
    }

    @Test
    void shouldDeliverOnlyCompleteLinesWhileFileGrows() throws IOException {
        append("1,10,11\n2,20,");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        append("21");
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        append("5\n");
        assertSample(feed, 2, 20, 215);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertEquals(0, feed.rejected());
    }

    @Test
    void shouldEndAfterLastLineWithoutEndWhenNotFollowing() throws IOException {
        append("1,10,11\n,20,21");
        CsvFeed feed = feed(new Format(',', false), false, "");
        assertSample(feed, 1, 10, 11);
        assertSample(feed, Sample.UNLABELLED, 20, 21);
        assertEquals("14", feed.position());
        assertEquals(Arrival.END, feed.poll(sample));
        append("\n1,1,1\n");
        assertEquals(Arrival.END, feed.poll(sample));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void shouldDeliverExactlyTheRestWhenResumed(int before) throws IOException {
        append("label,a,b\n0,0,0\n1,1,1\nbad\n\n2,2,2\r\n0,3,3\n1,4,4\n");
        CsvFeed first = following();
        for (int i = 0; i < before; i++) {
            assertEquals(Arrival.SAMPLE, first.poll(sample));
        }
        CsvFeed second = feed(new Format(',', false), true, first.position());
        for (int i = before; i < 5; i++) {
            assertSample(second, i % 3, i, i);
        }
        assertEquals(Arrival.NOTHING, second.poll(sample));
        append("2,9,9\n");
        assertSample(second, 2, 9, 9);
    }

    @Test
    void shouldBeginAgainWhenFileGetsShorter() throws IOException {
        append("1,10,11\n2,20,21\n");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertSample(feed, 2, 20, 21);
        Files.writeString(file, "0,1,2\n");
        assertSample(feed, 0, 1, 2);
        assertEquals("6", feed.position());
    }

    @Test
    void shouldBeginAgainWhenShorterFileTakesItsPlace() throws IOException {
        append("1,10,11\n2,20,21\n1,half");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertSample(feed, 2, 20, 21);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        Path other = Files.writeString(folder.resolve("other"), "0,1,2\n");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertSample(feed, 0, 1, 2);
        assertEquals(0, feed.rejected());
    }

    @Test
    void shouldGoOnWhenLongerFileTakesItsPlace() throws IOException {
        append("1,10,11\n2,2");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        Path other = Files.writeString(folder.resolve("other"), "1,10,11\n0,1,2\n");
        Files.move(other, file, StandardCopyOption.ATOMIC_MOVE);
        assertSample(feed, 0, 1, 2);
    }

    @Test
    void shouldReadLineAnewWhenItsPartIsTakenBack() throws IOException {
        append("1,10,11\n2,20");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        Files.writeString(file, "1,10,11\n");
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        append("0,1,2\n");
        assertSample(feed, 0, 1, 2);
    }

    @Test
    void shouldBeginAtTheBeginningWhenPositionIsBeyondTheFile() throws IOException {
        append("0,1,2\n");
        assertSample(feed(new Format(',', false), true, "1000"), 0, 1, 2);
    }

    @Test
    void shouldWaitForFileAndSaySoOnceWhenItIsNotThere() throws IOException {
        CsvFeed feed = following();
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertEquals(file + ": is not there", feed.lastRejection());
        assertEquals(0, feed.rejected());
        append("1,10,11\n");
        assertSample(feed, 1, 10, 11);
        Files.delete(file);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        append("2,20,21\n");
        assertEquals(Arrival.NOTHING, feed.poll(sample)); // as long as before: taken for the same
        append("0,1,2\n");
        assertSample(feed, 0, 1, 2);
    }

    @Test
    void shouldDeliverLateLabelWhenRowHasIdAndLabelOnly() throws IOException {
        append("id,label,a,b\nx1,,1,2\nx1,2\nx2,1,3,4\n");
        CsvFeed feed = feed(new Format(',', true), true, "");
        assertSample(feed, Sample.UNLABELLED, 1, 2);
        assertEquals("x1", sample.id());
        assertEquals(Arrival.LABEL, feed.poll(sample));
        assertEquals("x1", sample.id());
        assertEquals(2, sample.label());
        assertSample(feed, 1, 3, 4);
        assertEquals("x2", sample.id());
    }

    @Test
    void shouldSkipMarkBlanksAndDosLineEnds() throws IOException {
        append("\uFEFF1; 10 ;11\r\n\r\n2;20;21\r\n");
        CsvFeed feed = feed(new Format(';', false), true, "");
        assertSample(feed, 1, 10, 11);
        assertSample(feed, 2, 20, 21);
        assertEquals(0, feed.rejected());
    }

    @Test
    void shouldTakeFirstLineForRowWhenOneCellIsNumber() throws IOException {
        append("label,a,1\n1,10,11\n");
        CsvFeed feed = following();
        assertSample(feed, 1, 10, 11);
        assertEquals(1, feed.rejected());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "1,2             | 2 cells, allowed: 3",
        "1,2,3,4         | 4 cells, allowed: 3",
        "1,2,x           | cell 3 is 'x', allowed: a number",
        "1,NaN,2         | cell 2 is 'NaN', allowed: a number",
        "1,1e99,2        | cell 2 is '1e99', allowed: a number",
        "1,,2            | cell 2 is '', allowed: a number",
        "3,1,2           | label '3', allowed: 0 to 2",
        "dog,1,2         | label 'dog', allowed: 0 to 2",
    })
    void shouldRejectRowNamingPlaceAndProblem(String row, String problem) throws IOException {
        append("0,0,0\n" + row + "\n1,10,11\n");
        CsvFeed feed = following();
        assertSample(feed, 0, 0, 0);
        assertSample(feed, 1, 10, 11);
        assertEquals(1, feed.rejected());
        assertEquals(file + " byte 6: " + problem, feed.lastRejection());
    }

    @Test
    void shouldRejectLineOnceWhenItIsTooLong() throws IOException {
        append("0,0,0\n" + "9".repeat(3 << 20) + "\n1,10,11\n");
        CsvFeed feed = following();
        assertSample(feed, 0, 0, 0);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertEquals("6", feed.position());
        Arrival arrival = Arrival.NOTHING;
        for (int i = 0; i < 100 && arrival == Arrival.NOTHING; i++) {
            arrival = feed.poll(sample);
        }
        assertEquals(1, sample.label());
        assertEquals(1, feed.rejected());
        assertEquals(file + " byte 6: line too long, allowed: 1048576 bytes", feed.lastRejection());
    }

    @Test
    void shouldReturnSoonWhenThereAreOnlyBadRows() throws IOException {
        append("x\n".repeat(10_000));
        CsvFeed feed = following();
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertTrue(feed.rejected() < 100, feed.rejected() + " rejected");
    }

    @Test
    void shouldRefuseWhatCannotBe() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> feed(new Format(',', false), false, ""));
        assertThrows(IllegalArgumentException.class, () -> feed(new Format(',', false), true, "x"));
        assertThrows(IllegalArgumentException.class, () -> new Format('|', false));
        Files.createDirectory(file);
        assertThrows(IllegalArgumentException.class, this::following);
    }
}
