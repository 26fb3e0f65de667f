package io.edgedfa.stream;

import static io.edgedfa.stream.IdxFileTest.IMAGES;
import static io.edgedfa.stream.IdxFileTest.LABELS;
import static io.edgedfa.stream.IdxFileTest.bytes;
import static io.edgedfa.stream.IdxFileTest.gzip;
import static io.edgedfa.stream.IdxFileTest.with;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdxDatasetTest {

    @TempDir
    Path folder;

    @Test
    void shouldScaleBytesToUnitRangeWhenCopyingFeatures() {
        float[] target = {-1, -1, -1, -1, -1};
        read(IMAGES, LABELS, 10).copyFeatures(0, target, 1);
        assertArrayEquals(new float[] {-1, 0, 0.2f, 1, -1}, target); // 0x00, 0x33 = 51, 0xff = 255
    }

    @Test
    void shouldTellShapeAndLabelsWhenRead() {
        IdxDataset data = read(IMAGES, LABELS, 10);
        assertArrayEquals(new int[] {2, 1, 3, 3, 10},
                new int[] {data.size(), data.rows(), data.columns(), data.features(), data.classes()});
        assertArrayEquals(new int[] {7, 9}, new int[] {data.label(0), data.label(1)});
    }

    @Test
    void shouldHaveSameHashWhenFilesAreGzip() {
        assertEquals(read(IMAGES, LABELS, 10).sha256(), read(gzip(IMAGES), gzip(LABELS), 10).sha256());
    }

    @Test
    void shouldHashImagesThenLabelsWhenRead() {
        // The 32 bytes of both files, piped through sha256sum.
        assertEquals("2f9f7e7004d43c221bedfd41e8f2cb56dbf190251ed8303f5bf04b85353f30a8", read(IMAGES, LABELS, 10).sha256());
    }

    @Test
    void shouldRefuseWhenCountsDiffer() {
        DataException refusal = assertThrows(DataException.class,
                () -> read(IMAGES, bytes("00000801 00000003 010203"), 10));
        assertEquals("%s: count = 3 labels, allowed: 2, as many as there are images in %s"
                .formatted(folder.resolve("labels"), folder.resolve("images")), refusal.getMessage());
    }

    @Test
    void shouldRefuseWhenLabelIsBeyondClasses() {
        DataException refusal = assertThrows(DataException.class, () -> read(IMAGES, with(LABELS, 9, "0a"), 10));
        assertEquals(folder.resolve("labels") + ": label 1 = 10, allowed: 0 to 9", refusal.getMessage());
    }

    @Test
    void shouldRefuseWhenLabelWouldBeNegativeAsSignedByte() {
        DataException refusal = assertThrows(DataException.class, () -> read(IMAGES, with(LABELS, 8, "ff"), 10));
        assertEquals(folder.resolve("labels") + ": label 0 = 255, allowed: 0 to 9", refusal.getMessage());
    }

    @Test
    void shouldTakeLabelsAsUnsignedWhenThereAre256Classes() {
        assertEquals(255, read(IMAGES, with(LABELS, 9, "ff"), 256).label(1));
    }

    @Test
    void shouldRefuseWhenClassesAreOutOfRange() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> read(IMAGES, LABELS, 257));
        assertEquals("classes = 257, allowed: 1 to 256", refusal.getMessage());
    }

    @Test
    void shouldRefuseWhenIndexIsOutside() {
        IdxDataset data = read(IMAGES, LABELS, 10);
        assertThrows(IndexOutOfBoundsException.class, () -> data.label(2));
        assertThrows(IndexOutOfBoundsException.class, () -> data.copyFeatures(-1, new float[3], 0));
        int overflowing = 1431655766; // times three features is 2 in 32 bits, which would be inside
        assertThrows(IndexOutOfBoundsException.class, () -> data.copyFeatures(overflowing, new float[3], 0));
    }

    private IdxDataset read(byte[] images, byte[] labels, int classes) {
        return IdxDataset.read("tiny", IdxFileTest.write(folder.resolve("images"), images),
                IdxFileTest.write(folder.resolve("labels"), labels), classes);
    }
}
