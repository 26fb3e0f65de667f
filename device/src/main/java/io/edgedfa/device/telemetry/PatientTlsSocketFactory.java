package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * TLS sockets that report an early end of the connection late, as {@link PatientSocketFactory} does for plain ones. In TLS 1.3
 * the client's handshake is done before the broker has looked at its certificate: a refused one shows as an early end, too.
 */
final class PatientTlsSocketFactory extends SSLSocketFactory {
    private final SSLSocketFactory factory;

    PatientTlsSocketFactory(SSLSocketFactory factory) {
        this.factory = factory;
    }

    @Override
    public Socket createSocket() throws IOException {
        return new PatientTlsSocket((SSLSocket) factory.createSocket());
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return factory.getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return factory.getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
        throw PatientSocketFactory.connected();
    }

    @Override
    public Socket createSocket(String host, int port) {
        throw PatientSocketFactory.connected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
        throw PatientSocketFactory.connected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) {
        throw PatientSocketFactory.connected();
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
        throw PatientSocketFactory.connected();
    }
}
