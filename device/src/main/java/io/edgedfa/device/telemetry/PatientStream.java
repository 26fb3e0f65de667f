package io.edgedfa.device.telemetry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/** Tells of an early end of the connection late, see {@link PatientSocketFactory}. */
final class PatientStream extends FilterInputStream {
    /** How long Paho takes to start its threads, with much to spare for a busy board. */
    static final int SETTLE_MS = 1_000;

    private final long settled = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(SETTLE_MS);

    PatientStream(InputStream in) {
        super(in);
    }

    @Override
    public int read() throws IOException {
        try {
            int value = super.read();
            if (value < 0) {
                awaitSettled();
            }
            return value;
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException e) {
            awaitSettled();
            throw e;
        }
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        try {
            int count = super.read(bytes, offset, length);
            if (count < 0) {
                awaitSettled();
            }
            return count;
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException e) {
            awaitSettled();
            throw e;
        }
    }

    private void awaitSettled() {
        try {
            TimeUnit.NANOSECONDS.sleep(settled - System.nanoTime()); // no time if that is past
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
