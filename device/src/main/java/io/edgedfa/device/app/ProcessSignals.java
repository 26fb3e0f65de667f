package io.edgedfa.device.app;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * What the process is asked from outside: SIGTERM and SIGINT to end, SIGHUP to read its configuration again.
 *
 * <p>Told to end it ends by itself when it is done. Not by a shutdown hook, for ONNX Runtime has one, too, which runs at the same
 * time and takes away what sessions stand on: a process told to end while it starts would crash.
 */
final class ProcessSignals {
    private static final long STOP_MS = 4_900;
    private static final System.Logger LOG = System.getLogger(ProcessSignals.class.getName());

    private final Runnable stop;
    private volatile int status;

    private ProcessSignals(Runnable stop) {
        this.stop = stop;
    }

    /** Takes them over. @param stop asks for the end @param reload asks for the configuration; both return at once */
    static ProcessSignals handle(Runnable stop, Runnable reload) {
        ProcessSignals signals = new ProcessSignals(stop);
        take("TERM", signals::stop, "ends the process without a checkpoint");
        take("INT", signals::stop, "ends the process without a checkpoint");
        take("HUP", signal -> reload.run(), "does not read the configuration again");
        return signals;
    }

    private static void take(String name, SignalHandler handler, String otherwise) {
        try {
            Signal.handle(new Signal(name), handler);
        } catch (IllegalArgumentException e) { // java -Xrs
            LOG.log(System.Logger.Level.WARNING, "SIG{0} {1}: {2}", name, otherwise, e.getMessage());
        }
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
