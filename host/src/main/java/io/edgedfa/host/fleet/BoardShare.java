package io.edgedfa.host.fleet;

import io.edgedfa.host.store.board.BoardId;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Which boards are whose, among the hosts that live: rendezvous hashing (Thaler and Ravishankar 1998). Every host finds the same
 * answer by itself, and a host that comes or goes moves no board but its own.
 */
final class BoardShare {
    private final List<String> living;
    private final long[] hosts;
    private final int self;

    /**
     * @param living the names of all hosts, in the same order everywhere
     * @param name   of this one; follows no board if it is not among them
     */
    BoardShare(List<String> living, String name) {
        this.living = List.copyOf(living);
        hosts = this.living.stream().mapToLong(BoardShare::hash).toArray();
        self = this.living.indexOf(name);
    }

    List<String> living() {
        return living;
    }

    /** Whether this host follows the board. */
    boolean ours(BoardId board) {
        return self >= 0 && (hosts.length == 1 || owner(board) == self);
    }

    private int owner(BoardId board) {
        long hash = hash(board.toString());
        int owner = 0;
        for (int i = 1; i < hosts.length; i++) {
            if (Long.compareUnsigned(mix(hosts[i] ^ hash), mix(hosts[owner] ^ hash)) > 0) {
                owner = i;
            }
        }
        return owner;
    }

    /** FNV-1a, 64 bits; must not differ between hosts or versions of Java. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * 0x100000001b3L;
        }
        return mix(hash);
    }

    /** The finalizer of MurmurHash3: every bit depends on every bit. */
    private static long mix(long bits) {
        long x = bits;
        x = (x ^ (x >>> 33)) * 0xff51afd7ed558ccdL;
        x = (x ^ (x >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return x ^ (x >>> 33);
    }
}
