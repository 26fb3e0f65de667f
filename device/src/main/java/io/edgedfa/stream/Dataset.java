package io.edgedfa.stream;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A finite, indexable set of labelled images. Features are grey values in {@code [0, 1]}, row-major
 * {@code [rows, columns]}; labels are class numbers from 0. Reading is free of side effects: the same index always gives
 * the same sample.
 */
public interface Dataset {

    /** What the set is called in reports and provenance, for example {@code mnist/train}. */
    String name();

    /** Number of samples. */
    int size();

    /** Image height in pixels. */
    int rows();

    /** Image width in pixels. */
    int columns();

    /** Values of one sample: {@code rows * columns}. */
    default int features() {
        return rows() * columns();
    }

    /** Number of classes; labels are {@code 0 .. classes - 1}. */
    int classes();

    /**
     * Copies one sample's features.
     *
     * @param index  0 to {@code size() - 1}
     * @param target receives {@link #features()} values from {@code offset} on
     * @param offset first position written
     */
    void copyFeatures(int index, float[] target, int offset);

    /** The class of one sample. */
    int label(int index);

    /** SHA-256 (hex) that identifies the content: of the bytes for files, of the defining settings for drawn sets. */
    String sha256();

    /** SHA-256 of {@code parts}, one after the other, in lower-case hex: how implementations make {@link #sha256()}. */
    static String sha256Of(byte[]... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (byte[] part : parts) {
                digest.update(part);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
