package io.edgedfa.stream.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed.Arrival;
import io.edgedfa.stream.feed.Preprocessing.Resize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderFeedTest {

    @TempDir
    Path temporary;

    private final Sample sample = new Sample(4);
    private Path inbox;
    private long nowNs = Long.MAX_VALUE - 1_000; // wraps, as System.nanoTime may
    private int written;
    private FolderFeed feed;

    @BeforeEach
    void open() throws IOException {
        inbox = Files.createDirectory(temporary.resolve("inbox"));
        feed = open(1_000);
    }

    private FolderFeed open(int keepDone) {
        return new FolderFeed(inbox, Preprocessing.images(1, 2, 2, false, Resize.NONE),
                new ClassNames(3, List.of("cat", "dog", "cow")), keepDone, () -> nowNs);
    }

    /** Writes a file, a second younger than the one before. */
    private Path write(String name, byte[] bytes) throws IOException {
        Path file = inbox.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, bytes);
        return Files.setLastModifiedTime(file, FileTime.from(1_700_000_000L + written++, TimeUnit.SECONDS));
    }

    private void writeLabel(String name, String label) throws IOException {
        write(name, label.getBytes(StandardCharsets.UTF_8));
    }

    /** A poll after enough time for another look. */
    private Arrival poll() {
        nowNs += TimeUnit.MILLISECONDS.toNanos(200);
        return feed.poll(sample);
    }

    /** What comes within three looks. */
    private Arrival next() {
        Arrival arrival = poll();
        for (int i = 0; i < 2 && arrival == Arrival.NOTHING; i++) {
            arrival = poll();
        }
        return arrival;
    }

    private void assertNext(Arrival arrival, String id, int label) {
        assertEquals(arrival, next(), feed.lastRejection());
        assertEquals(id, sample.id());
        assertEquals(label, sample.label());
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(inbox)) {
            return files.filter(file -> !Files.isDirectory(file)).map(file -> inbox.relativize(file).toString()).sorted()
                    .toList();
        }
    }

    @Test
    void shouldDeliverLabelledSampleWhenFileIsInFolderOfItsLabel() throws IOException {
        write("dog/a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "dog/a.png", 1);
        assertEquals(0.2f, sample.features[3], 1e-6f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png.label", "a.label"})
    void shouldDeliverLabelledSampleWhenLabelLiesBesideIt(String label) throws IOException {
        write("a.png", Pictures.png(51));
        writeLabel(label, " cow\n");
        assertNext(Arrival.SAMPLE, "a.png", 2);
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of("done/" + (label.equals("a.label") ? label : "a.png"),
                "done/" + (label.equals("a.label") ? "a.png" : label)), files());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.png.label", "a.label"})
    void shouldDeliverLateLabelWhenItComesAfterTheSample(String label) throws IOException {
        write("a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        writeLabel(label, "dog");
        assertNext(Arrival.LABEL, "a.png", 1);
        assertEquals(Arrival.NOTHING, next());
        assertTrue(Files.exists(inbox.resolve("done").resolve(label)));
    }

    @Test
    void shouldDeliverLateLabelWhenItComesToAnotherProcess() throws IOException {
        write("a.jpeg", Pictures.encoded(Pictures.gray(2, 2, 1, 2, 3, 4), "jpg"));
        assertNext(Arrival.SAMPLE, "a.jpeg", Sample.UNLABELLED);
        assertEquals(Arrival.NOTHING, next());
        feed = open(1_000);
        writeLabel("a.label", "dog");
        assertNext(Arrival.LABEL, "a.jpeg", 1);
    }

    @Test
    void shouldDeliverLateLabelWhenFinishedFilesAreNotKept() throws IOException {
        feed = open(0);
        write("a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        assertEquals(Arrival.NOTHING, next());
        writeLabel("a.label", "dog");
        assertNext(Arrival.LABEL, "a.png", 1);
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of(), files());
    }

    @Test
    void shouldWaitForPictureWhenItsLabelComesFirst() throws IOException {
        writeLabel("a.png.label", "dog");
        assertEquals(Arrival.NOTHING, next());
        assertEquals(Arrival.NOTHING, next());
        write("a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "a.png", 1);
    }

    @Test
    void shouldTakeLabelForAnOldPicturesWhenNoneComes() throws IOException {
        writeLabel("a.png.label", "dog");
        writeLabel("b.label", "dog");
        assertEquals(Arrival.NOTHING, next());
        nowNs += TimeUnit.SECONDS.toNanos(10);
        assertNext(Arrival.LABEL, "a.png", 1);
        assertEquals(Arrival.NOTHING, next());
        assertEquals(inbox.resolve("b.label") + ": a label without its picture", feed.lastRejection());
        assertTrue(Files.exists(inbox.resolve("bad/b.label")));
    }

    @Test
    void shouldWaitWithPictureWhileItsLabelIsWritten() throws IOException {
        write("a.png", Pictures.png(51));
        writeLabel("a.label", "d");
        assertEquals(Arrival.NOTHING, poll());
        writeLabel("a.label", "dog");
        assertEquals(Arrival.NOTHING, poll());
        assertNext(Arrival.SAMPLE, "a.png", 1);
    }

    @Test
    void shouldSeeLabelThatCameAfterTheLook() throws IOException {
        write("a.png", Pictures.png(1));
        write("b.png", Pictures.png(2));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        writeLabel("b.png.label", "dog");
        assertNext(Arrival.SAMPLE, "b.png", 1);
    }

    @Test
    void shouldNotTakeFileWhileItGrows() throws IOException {
        byte[] whole = Pictures.png(51);
        for (int length = 1; length <= whole.length; length += 8) {
            write("a.png", Arrays.copyOf(whole, length));
            assertEquals(Arrival.NOTHING, poll(), "after " + length + " bytes");
        }
        write("a.png", whole);
        assertEquals(Arrival.NOTHING, poll());
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        assertEquals(0, feed.rejected());
    }

    @Test
    void shouldLookOnlyEvery200Milliseconds() throws IOException {
        write("a.png", Pictures.png(51));
        assertEquals(Arrival.NOTHING, poll());
        nowNs += TimeUnit.MILLISECONDS.toNanos(199);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        nowNs += TimeUnit.MILLISECONDS.toNanos(1);
        assertEquals(Arrival.SAMPLE, feed.poll(sample));
    }

    @ParameterizedTest
    @ValueSource(strings = {".a.png", "a.png.part", "a.png.tmp", "a.txt", "dog/deep/a.png", ".dog/a.png", "dog/a.png.label",
        "done/a.png", "bad/a.png"})
    void shouldPassOverOtherFiles(String name) throws IOException {
        write(name, Pictures.png(51));
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of(name), files());
        assertEquals(0, feed.rejected());
    }

    @Test
    void shouldTakeFileWhenItIsRenamed() throws IOException {
        Path part = write("a.png.part", Pictures.png(51));
        assertEquals(Arrival.NOTHING, next());
        Files.move(part, inbox.resolve("a.png"));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
    }

    @Test
    void shouldDeliverOldestFirstThenByName() throws IOException {
        write("z.png", Pictures.png(1));
        write("dog/m.png", Pictures.png(2));
        FileTime same = Files.getLastModifiedTime(write("c.png", Pictures.png(3)));
        Files.setLastModifiedTime(write("b.png", Pictures.png(3)), same);
        for (String id : List.of("z.png", "dog/m.png", "b.png", "c.png")) {
            assertEquals(Arrival.SAMPLE, next());
            assertEquals(id, sample.id());
        }
    }

    @Test
    void shouldKeepFileWhereItIsUntilTheNextPoll() throws IOException {
        write("dog/a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "dog/a.png", 1);
        feed.close();
        assertEquals(List.of("dog/a.png"), files());
        feed = open(1_000); // the process has crashed
        assertNext(Arrival.SAMPLE, "dog/a.png", 1);
        assertEquals(Arrival.NOTHING, feed.poll(sample));
        assertEquals(List.of("done/dog/a.png"), files());
    }

    @Test
    void shouldDeliverNewFileOfTheSameNameWhenItCameBeforeTheNextPoll() throws IOException {
        write("a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        write("a.png", Pictures.png(255));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        assertEquals(1, sample.features[0]);
    }

    @Test
    void shouldReplaceFinishedFileOfTheSameName() throws IOException {
        for (int value : new int[] {51, 255}) {
            write("a.png", Pictures.png(value));
            assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
            assertEquals(Arrival.NOTHING, poll());
        }
        assertEquals(List.of("done/a.png"), files());
    }

    @Test
    void shouldMoveDamagedFileToBadWithReasonAndGoOn() throws IOException {
        write("dog/a.png", Arrays.copyOf(Pictures.png(51), 40));
        write("dog/b.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "dog/b.png", 1);
        assertEquals(1, feed.rejected());
        assertTrue(feed.lastRejection().startsWith(inbox.resolve("dog/a.png") + ": "), feed.lastRejection());
        assertEquals(List.of("bad/dog/a.png", "bad/dog/a.png.reason", "dog/b.png"), files());
        String reason = Files.readString(inbox.resolve("bad/dog/a.png.reason"));
        assertTrue(feed.lastRejection().endsWith(reason.strip()) && !reason.isBlank(), reason);
    }

    @Test
    void shouldMoveFileToBadWhenLabelIsUnknown() throws IOException {
        write("horse/a.png", Pictures.png(51));
        write("b.png", Pictures.png(51));
        writeLabel("b.label", "horse");
        assertEquals(Arrival.NOTHING, next());
        assertEquals(2, feed.rejected());
        assertEquals(List.of("bad/b.label", "bad/b.label.reason", "bad/b.png", "bad/b.png.reason", "bad/horse/a.png",
                "bad/horse/a.png.reason"), files());
        assertEquals("label 'horse', allowed: cat, dog, cow\n", Files.readString(inbox.resolve("bad/horse/a.png.reason")));
    }

    @Test
    void shouldRefuseLateLabelWhenItsPictureWasBad() throws IOException {
        write("a.png", new byte[] {1});
        assertEquals(Arrival.NOTHING, next());
        writeLabel("a.label", "dog");
        assertEquals(Arrival.NOTHING, next());
        assertTrue(Files.exists(inbox.resolve("bad/a.label")));
    }

    @Test
    void shouldMoveFileToBadWhenItIsTooLarge() throws IOException {
        write("a.png", Arrays.copyOf(Pictures.png(51), (16 << 20) + 1));
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of("bad/a.png", "bad/a.png.reason"), files());
    }

    @Test
    void shouldKeepOnlyTheNewestFinishedFiles() throws IOException {
        write("done/old.png", Pictures.png(1));
        write("done/dog/newer.png", Pictures.png(1));
        feed = open(2);
        for (String name : List.of("a.png", "dog/b.png", "c.png")) {
            write(name, Pictures.png(51));
        }
        for (int i = 0; i < 3; i++) {
            assertEquals(Arrival.SAMPLE, next());
        }
        assertEquals(List.of("c.png", "done/a.png", "done/dog/b.png"), files());
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of("done/c.png", "done/dog/b.png"), files());
    }

    @Test
    void shouldNotFollowLinks() throws IOException {
        Path outside = Files.createDirectory(temporary.resolve("outside"));
        Files.write(outside.resolve("a.png"), Pictures.png(51));
        Files.createSymbolicLink(inbox.resolve("dog"), outside);
        Files.createSymbolicLink(inbox.resolve("b.png"), outside.resolve("a.png"));
        assertEquals(Arrival.NOTHING, next());
        write("c.png", Pictures.png(51));
        Files.createSymbolicLink(inbox.resolve("c.label"), Files.writeString(outside.resolve("c"), "dog"));
        assertEquals(Arrival.NOTHING, next());
        assertTrue(Files.exists(outside.resolve("a.png")));
    }

    @Test
    void shouldWaitAndSaySoOnceWhenFolderIsGone() throws IOException {
        Path away = Files.move(inbox, temporary.resolve("away"));
        assertEquals(Arrival.NOTHING, next());
        assertEquals(inbox + ": is not there", feed.lastRejection());
        assertEquals(0, feed.rejected());
        Files.move(away, inbox);
        write("dog/a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "dog/a.png", 1);
    }

    @Test
    void shouldDeliverOnceWhenFinishedFileCannotBeMoved() throws IOException {
        Files.createSymbolicLink(inbox.resolve("done"), temporary);
        write("a.png", Pictures.png(51));
        assertNext(Arrival.SAMPLE, "a.png", Sample.UNLABELLED);
        assertEquals(Arrival.NOTHING, next());
        assertTrue(feed.lastRejection().contains("cannot be moved to done"), feed.lastRejection());
        assertFalse(Files.exists(temporary.resolve("a.png")));
        writeLabel("a.label", "dog");
        assertNext(Arrival.LABEL, "a.png", 1);
        Files.delete(inbox.resolve("done"));
        assertEquals(Arrival.NOTHING, next());
        assertEquals(List.of("done/a.label", "done/a.png"), files());
    }

    @Test
    void shouldRefuseWhatCannotBe() throws IOException {
        Preprocessing preprocessing = Preprocessing.values(1);
        assertThrows(IllegalArgumentException.class,
                () -> new FolderFeed(inbox, preprocessing, new ClassNames(1, List.of("bad")), 1, () -> 0));
        ClassNames names = ClassNames.numbers(1);
        assertThrows(IllegalArgumentException.class, () -> new FolderFeed(inbox, preprocessing, names, -1, () -> 0));
        Path file = Files.createFile(temporary.resolve("file"));
        assertThrows(IllegalArgumentException.class, () -> new FolderFeed(file, preprocessing, names, 1, () -> 0));
    }
}
