package io.edgedfa.device.telemetry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;

/**
 * Plain sockets that report an early end of the connection late.
 *
 * <p>Paho 1.2.5 starts its receiving thread and then polls every 100 ms until it sees it run. If the broker hangs up within
 * that time, as a proxy without a broker behind it does, the receiver is gone before it was seen and the poll never ends: one
 * thread lost per attempt. TLS needs none of this, its handshake fails before the receiver starts.
 */
final class PatientSocketFactory extends SocketFactory {
    /** How long Paho takes to start its threads, with much to spare for a busy board. */
    static final int SETTLE_MS = 1_000;

    @Override
    public Socket createSocket() {
        return new PatientSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw new UnsupportedOperationException("Paho connects its sockets itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw new UnsupportedOperationException("Paho connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw new UnsupportedOperationException("Paho connects its sockets itself");
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw new UnsupportedOperationException("Paho connects its sockets itself");
    }

    private static final class PatientSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new PatientStream(super.getInputStream());
        }
    }

    private static final class PatientStream extends FilterInputStream {
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
}
