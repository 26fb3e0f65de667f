package io.edgedfa.device.board;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The functions of the C library that the board needs, bound by JNA, with Linux's numbers for their arguments. Errors are
 * lines: the function, the system's words, errno. Only {@link Natives} calls it, since whoever loads this class loads JNA.
 */
final class LibC {
    private static final int CURRENT_AND_FUTURE = 1 | 2; // MCL_CURRENT | MCL_FUTURE
    private static final int UNIX = 1; // AF_UNIX
    private static final int DATAGRAM = 2 | 0x80000; // SOCK_DGRAM | SOCK_CLOEXEC
    private static final int AT_ONCE_WITHOUT_SIGNAL = 0x40 | 0x4000; // MSG_DONTWAIT | MSG_NOSIGNAL
    private static final int MONOTONIC = 1; // CLOCK_MONOTONIC
    private static final int CALLING_THREAD = 0;

    private LibC() {}

    /** The functions under their names in the library; registered by {@link #bind}. */
    private static final class Api {
        private Api() {}

        static native int mlockall(int flags) throws LastErrorException;

        static native int sched_setaffinity(int pid, NativeLong bytes, byte[] mask) throws LastErrorException;

        static native int sched_getaffinity(int pid, NativeLong bytes, byte[] mask) throws LastErrorException;

        static native int socket(int domain, int type, int protocol) throws LastErrorException;

        static native NativeLong sendto(int socket, byte[] message, NativeLong bytes, int flags, byte[] address, int addressBytes)
                throws LastErrorException;

        static native int close(int descriptor) throws LastErrorException;

        static native int clock_gettime(int clock, byte[] time) throws LastErrorException;
    }

    /** @throws LinkageError if JNA, the library or a function of it is not there */
    static void bind() {
        Native.register(Api.class, NativeLibrary.getInstance(Platform.C_LIBRARY_NAME));
    }

    /** mlockall(2) for what is mapped and what will be. Returns why not. */
    static Optional<String> lockMemory() {
        try {
            Api.mlockall(CURRENT_AND_FUTURE);
            return Optional.empty();
        } catch (LastErrorException e) {
            return Optional.of(line("mlockall", e) + "; it needs the capability CAP_IPC_LOCK or a limit above the size of the"
                    + " process: LimitMEMLOCK=infinity in a systemd unit");
        }
    }

    /** sched_setaffinity(2) for the calling thread. Returns why not, also if only some of the cores are to be had. */
    static Optional<String> pin(Cores cores) {
        byte[] mask = cores.mask();
        byte[] got = new byte[mask.length];
        NativeLong bytes = new NativeLong(mask.length);
        try {
            Api.sched_setaffinity(CALLING_THREAD, bytes, mask);
            Api.sched_getaffinity(CALLING_THREAD, bytes, got);
        } catch (LastErrorException e) {
            return Optional.of(line("sched_setaffinity to cores " + cores, e));
        }
        return Arrays.equals(mask, got) ? Optional.empty()
                : Optional.of("of cores " + cores + " this thread got " + Cores.ofMask(got) + " only");
    }

    /**
     * Sends one datagram, or not, without waiting: unix(7).
     *
     * @param name of the socket: a path, or after {@code @} a name in the abstract namespace
     */
    static Optional<String> send(String name, byte[] message) {
        byte[] address = address(name);
        int socket = -1;
        try {
            socket = Api.socket(UNIX, DATAGRAM, 0);
            Api.sendto(socket, message, new NativeLong(message.length), AT_ONCE_WITHOUT_SIGNAL, address, address.length);
            return Optional.empty();
        } catch (LastErrorException e) {
            return Optional.of(line("sending to " + name, e));
        } finally {
            close(socket);
        }
    }

    private static void close(int socket) {
        try {
            if (socket >= 0) {
                Api.close(socket);
            }
        } catch (LastErrorException e) {
            // close(2): the descriptor is gone nevertheless
        }
    }

    /** {@code sockaddr_un}: the family, then a path ending in NUL, or NUL and an abstract name that the length ends. */
    static byte[] address(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        boolean isAbstract = name.startsWith("@");
        if (isAbstract) {
            bytes[0] = 0;
        }
        return ByteBuffer.allocate(Short.BYTES + bytes.length + (isAbstract ? 0 : 1)).order(ByteOrder.nativeOrder())
                .putShort((short) UNIX).put(bytes).array();
    }

    /** clock_gettime(2) of CLOCK_MONOTONIC in microseconds. */
    static OptionalLong monotonicMicros() {
        ByteBuffer time = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.nativeOrder());
        try {
            Api.clock_gettime(MONOTONIC, time.array());
        } catch (LastErrorException e) {
            return OptionalLong.empty();
        }
        boolean wide = Native.LONG_SIZE == Long.BYTES;
        long seconds = wide ? time.getLong(0) : time.getInt(0);
        long nanos = wide ? time.getLong(Long.BYTES) : time.getInt(Integer.BYTES);
        return OptionalLong.of(seconds * 1_000_000 + nanos / 1_000);
    }

    private static String line(String what, LastErrorException e) {
        String words = String.valueOf(e.getMessage()); // "[12] Cannot allocate memory"
        return what + " was refused: " + words.substring(words.indexOf(']') + 1).strip() + " (errno " + e.getErrorCode() + ")";
    }
}
