package io.edgedfa.host.simulate;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;

/** How many files, and thus connections, the operating system lets this process and its children have. */
public final class OpenFiles {
    /** For class path, database, event loops and the like. */
    private static final int OTHERS = 200;

    private OpenFiles() {}

    /** The limit of this process; Java has raised it to the hard limit. {@link Long#MAX_VALUE} where nobody knows. */
    public static long limit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
    }

    /** @throws IllegalArgumentException if so many connections do not fit under the limit, with how to raise it */
    public static void require(int connections, long limit) {
        if (limit < connections + OTHERS) {
            throw new IllegalArgumentException("boards is " + connections + ", but the limit of open files is " + limit
                    + ", which allows " + Math.max(0, limit - OTHERS) + " boards; raise it first: ulimit -n "
                    + (connections + OTHERS));
        }
    }
}
