package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;

/**
 * Plain sockets that report an early end of the connection late.
 *
 * <p>Paho 1.2.5 starts its receiving thread and then polls every 100 ms until it sees it run. If the broker hangs up within
 * that time, as a proxy without a broker behind it does, the receiver is gone before it was seen and the poll never ends: one
 * thread lost per attempt. {@link PatientTlsSocketFactory} does the same for TLS.
 */
final class PatientSocketFactory extends SocketFactory {
    @Override
    public Socket createSocket() {
        return new PatientSocket();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw connected();
    }

    /** Of the ways to a socket that is connected, which javax.net demands of this factory and of the one for TLS, each on its own. */
    static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("Paho connects its sockets itself");
    }

    private static final class PatientSocket extends Socket {
        @Override
        public InputStream getInputStream() throws IOException {
            return new PatientStream(super.getInputStream());
        }
    }
}
