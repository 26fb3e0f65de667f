package io.edgedfa.device.telemetry;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A TCP relay to a broker whose connections can be cut, as a pulled cable or a killed board would. */
final class CuttableRelay implements AutoCloseable {
    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final int brokerPort;

    CuttableRelay(int brokerPort) throws IOException {
        this.brokerPort = brokerPort;
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("tcp://127.0.0.1:" + server.getLocalPort());
    }

    private void accept() throws IOException {
        while (true) {
            Socket board = server.accept();
            Socket broker = new Socket(InetAddress.getLoopbackAddress(), brokerPort);
            open.addAll(List.of(board, broker));
            daemon(() -> board.getInputStream().transferTo(broker.getOutputStream()));
            daemon(() -> broker.getInputStream().transferTo(board.getOutputStream()));
        }
    }

    /** Ends every connection without a word of MQTT. */
    void cut() throws IOException {
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
