package io.edgedfa.device.app;

import sun.misc.Signal;

/**
 * SIGTERM and SIGINT: the process is asked to end, and ends by itself when it is done. Not a shutdown hook, for ONNX Runtime has one,
 * too, which runs at the same time and takes away what sessions stand on: a process told to end while it starts would crash.
 */
final class StopSignals {
    private static final long STOP_MS = 4_900;
    private static final System.Logger LOG = System.getLogger(StopSignals.class.getName());

    private final Runnable stop;
    private volatile int status;

    private StopSignals(Runnable stop) {
        this.stop = stop;
    }

    /** Takes them over. @param stop asks for the end, and returns at once */
    static StopSignals handle(Runnable stop) {
        StopSignals signals = new StopSignals(stop);
        for (String name : new String[] {"TERM", "INT"}) {
            try {
                Signal.handle(new Signal(name), signals::stop);
            } catch (IllegalArgumentException e) { // java -Xrs
                LOG.log(System.Logger.Level.WARNING, "SIG{0} ends the process without a checkpoint: {1}", name, e.getMessage());
            }
        }
        return signals;
    }

    /** Of the process: that of a program which a signal ended, as shells have it, or another where none came. */
    int status(int otherwise) {
        return status == 0 ? otherwise : status;
    }

    private void stop(Signal signal) {
        if (status == 0) {
            status = 128 + signal.getNumber();
            Thread limit = new Thread(this::halt, "stop");
            limit.setDaemon(true);
            limit.start();
            stop.run();
        }
    }

    /** Whoever sent the signal does not wait for ever. */
    private void halt() {
        try {
            Thread.sleep(STOP_MS);
        } catch (InterruptedException e) {
            return; // nobody does
        }
        Runtime.getRuntime().halt(status);
    }
}
