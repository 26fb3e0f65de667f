package io.edgedfa.device.board;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Structure;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What tests need of the C library beyond the product: the receiving end of a datagram socket, and the way back. */
interface TestLibC extends Library {
    TestLibC LIBRARY = Native.load("c", TestLibC.class);

    int socket(int domain, int type, int protocol) throws LastErrorException;

    int bind(int socket, Address address, int bytes) throws LastErrorException;

    NativeLong recv(int socket, byte[] buffer, NativeLong bytes, int flags) throws LastErrorException;

    int close(int descriptor) throws LastErrorException;

    /** {@code sockaddr_un}. */
    @Structure.FieldOrder({"family", "path"})
    class Address extends Structure {
        public short family = 1;
        public byte[] path = new byte[108];
    }

    /** A bound datagram socket of the family AF_UNIX that waits for no datagram. */
    final class Receiver implements AutoCloseable {
        private static final int DATAGRAM = 2;
        private static final int AT_ONCE = 0x40;
        private static final int TRY_AGAIN = 11;

        private final int socket;

        /** @param name a path, or {@code @} and an abstract name */
        Receiver(String name) {
            Address address = new Address();
            byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
            System.arraycopy(bytes, 0, address.path, 0, bytes.length);
            boolean isAbstract = bytes[0] == '@';
            if (isAbstract) {
                address.path[0] = 0;
            }
            socket = LIBRARY.socket(1, DATAGRAM, 0);
            LIBRARY.bind(socket, address, 2 + bytes.length + (isAbstract ? 0 : 1));
        }

        /** The next datagram; null if none has come. */
        String next() {
            byte[] buffer = new byte[8192];
            try {
                int length = LIBRARY.recv(socket, buffer, new NativeLong(buffer.length), AT_ONCE).intValue();
                return new String(Arrays.copyOf(buffer, length), StandardCharsets.UTF_8);
            } catch (LastErrorException e) {
                if (e.getErrorCode() == TRY_AGAIN) {
                    return null;
                }
                throw e;
            }
        }

        @Override
        public void close() {
            LIBRARY.close(socket);
        }
    }
}
