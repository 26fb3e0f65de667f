package io.edgedfa.host.fleet;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The network between a client and its broker, as a proxy that can be broken. One fault at a time. */
final class FaultyLink implements AutoCloseable {
    private static final int SLOW_BYTES = 200;
    private static final int SLOW_MS = 100; // 2 kB/s

    enum Fault {
        /** Both ends see the connection close in order; no new one is let in. */
        CUT,
        /** Both ends get a TCP reset, and so does every attempt. */
        RESET,
        /** Nothing moves, nobody is told; afterwards everything moves on. */
        FREEZE,
        /** What the client sends disappears; a reset follows when the link returns. */
        LOSE_UP,
        /** What the broker sends disappears; a reset follows when the link returns. */
        LOSE_DOWN,
        /** 2 kB/s. */
        SLOW
    }

    private final ServerSocket door;
    private final int target;
    private final Set<Pair> pairs = ConcurrentHashMap.newKeySet();
    private volatile Fault fault;
    private volatile boolean closed;

    FaultyLink(int target) {
        this.target = target;
        try {
            door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        thread(this::letIn);
    }

    String uri() {
        return "tcp://127.0.0.1:" + door.getLocalPort();
    }

    synchronized void strike(Fault next) {
        fault = next;
        if (next == Fault.CUT || next == Fault.RESET) {
            pairs.forEach(pair -> pair.end(next == Fault.RESET));
        }
    }

    synchronized void heal() {
        fault = null;
        pairs.stream().filter(pair -> pair.damaged).forEach(pair -> pair.end(true));
        notifyAll();
    }

    private void letIn() {
        while (!closed) {
            try {
                Socket client = door.accept();
                awaitThaw();
                Fault now = fault;
                if (now == Fault.CUT || now == Fault.RESET) {
                    client.setSoLinger(now == Fault.RESET, 0);
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException e) {
                continue; // the broker is away, or the test is over
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket broker = new Socket();
        try {
            broker.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target), 1_000);
        } catch (IOException e) {
            client.close();
            throw e;
        }
        Pair pair = new Pair(client, broker);
        pairs.add(pair);
        thread(() -> pair.pump(client, broker, Fault.LOSE_UP));
        thread(() -> pair.pump(broker, client, Fault.LOSE_DOWN));
    }

    private synchronized void awaitThaw() throws InterruptedException {
        while (fault == Fault.FREEZE && !closed) {
            wait();
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-link");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        closed = true;
        heal();
        pairs.forEach(pair -> pair.end(false));
        try {
            door.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A connection through this link. */
    private final class Pair {
        private final Socket client;
        private final Socket broker;
        private volatile boolean damaged; // bytes are missing

        Pair(Socket client, Socket broker) {
            this.client = client;
            this.broker = broker;
        }

        void pump(Socket from, Socket to, Fault losing) {
            byte[] bytes = new byte[8_192];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int count = in.read(bytes); count >= 0; count = in.read(bytes, 0, fault == Fault.SLOW ? SLOW_BYTES : bytes.length)) {
                    awaitThaw();
                    Fault now = fault;
                    if (now == losing || damaged) {
                        damaged = true;
                        continue;
                    }
                    if (now == Fault.SLOW) {
                        Thread.sleep(SLOW_MS);
                    }
                    out.write(bytes, 0, count);
                }
            } catch (IOException e) {
                // the other pump sees it, too
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            end(false);
        }

        void end(boolean reset) {
            pairs.remove(this);
            for (Socket socket : new Socket[] {client, broker}) {
                try {
                    if (reset) {
                        socket.setSoLinger(true, 0);
                    }
                    socket.close();
                } catch (IOException e) {
                    // closed already
                }
            }
        }
    }
}
