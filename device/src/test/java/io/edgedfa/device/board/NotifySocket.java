package io.edgedfa.device.board;

import com.sun.jna.NativeLong;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The service manager's end of sd_notify: a datagram socket with a path, and all that came to it. */
public final class NotifySocket implements AutoCloseable {
    private static final int UNIX = 1;
    private static final int DATAGRAM = 2;

    private final int socket = TestLibC.LIBRARY.socket(UNIX, DATAGRAM, 0);
    private final List<String> messages = new CopyOnWriteArrayList<>();

    public NotifySocket(Path path) {
        TestLibC.Address address = new TestLibC.Address();
        byte[] name = path.toString().getBytes(StandardCharsets.UTF_8);
        System.arraycopy(name, 0, address.path, 0, name.length);
        TestLibC.LIBRARY.bind(socket, address, 2 + name.length + 1);
        Thread thread = new Thread(this::receive, "notify-socket");
        thread.setDaemon(true);
        thread.start();
    }

    private void receive() {
        byte[] buffer = new byte[4096];
        while (true) {
            int length = TestLibC.LIBRARY.recv(socket, buffer, new NativeLong(buffer.length), 0).intValue();
            messages.add(new String(buffer, 0, length, StandardCharsets.UTF_8));
        }
    }

    /** Messages so far, in order. */
    public List<String> messages() {
        return messages;
    }

    /** How many messages there are of those that begin like this. */
    public long count(String start) {
        return messages.stream().filter(message -> message.startsWith(start)).count();
    }

    @Override
    public void close() {
        // The thread still waits in recv; the socket goes with the process.
    }
}
