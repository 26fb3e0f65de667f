package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay to a broker whose connections can be cut, as a pulled cable or a killed board would. */
public final class CuttableRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int brokerPort;
    private volatile boolean frozen;

    public CuttableRelay(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        daemon(this::accept);
    }

    public URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket board = server.accept();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            open.addAll(List.of(board, broker));
            daemon(() -> copy(board.getInputStream(), broker.getOutputStream()));
            daemon(() -> copy(broker.getInputStream(), board.getOutputStream()));
        }
    }

    private void copy(InputStream from, OutputStream to) throws IOException {
        byte[] bytes = new byte[8_192];
        for (int count = from.read(bytes); count >= 0; count = from.read(bytes)) {
            if (!frozen) {
                to.write(bytes, 0, count);
            }
        }
        if (!frozen) {
            cut(); // the one side's end is the other's too
        }
    }

    /** From now on nothing passes, though every connection stays open: a network that went away silently. */
    public void freeze() {
        frozen = true;
    }

    /** The network is back; what was sent meanwhile is lost. */
    public void thaw() {
        frozen = false;
    }

    /** Ends every connection without a word of MQTT. */
    public void cut() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        open.clear();
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void daemon(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException ended) {
                // cut
            }
        }, "relay");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        server.close();
        cut();
    }
}
