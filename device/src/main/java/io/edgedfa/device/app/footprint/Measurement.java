package io.edgedfa.device.app.footprint;

import io.edgedfa.device.board.ProcessMemory;
import io.edgedfa.device.image.BoardImage;
import io.edgedfa.device.image.Platform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Installs the board program into a folder and measures it there. */
public final class Measurement implements AutoCloseable {
    /** The platform that the size is given for. */
    public static final Platform INSTALLED = Platform.LINUX_ARM64;

    private static final long SAMPLING_MS = 500;
    private static final long ARCHIVE_S = 120;
    private static final Pattern SAMPLES = Pattern.compile("stopped after (\\d+) samples");
    private static final Pattern STEP = Pattern.compile("step p50 (\\d+) us");

    private final Path applicationJar;
    private final Path folder;
    private final Path image;
    private BoardChild child;
    private boolean closed;

    /**
     * @param applicationJar as built, with its libraries
     * @param folder         for everything; new or empty
     */
    public Measurement(Path applicationJar, Path folder) {
        this.applicationJar = applicationJar;
        this.folder = folder;
        this.image = folder.resolve("image");
    }

    /**
     * Measures.
     *
     * @param here    this machine's platform
     * @param seconds that it learns, at least 1
     * @param starts  that the median is of, at least 1
     * @throws IOException in one line, when something cannot be written, started or read
     */
    public Footprint run(Platform here, int seconds, int starts) throws IOException, InterruptedException {
        new BoardImage(applicationJar, here).write(image);
        long installed = installedBytes();
        TrialBoard board = new TrialBoard(folder.resolve("board"), TrialBoard.FC2_1000, 0);
        double start = medianStart(board, starts);
        List<Long> resident = new ArrayList<>();
        long peak;
        board.forget();
        try (BoardChild learning = start(board)) {
            learning.awaitReady();
            peak = watch(learning, seconds, resident);
            learning.stop();
            archive();
            return new Footprint(start, medianStart(board, starts), median(resident.subList(resident.size() / 2, resident.size())), peak,
                    learning.last(SAMPLES), learning.last(STEP), installed, Files.size(image.resolve(BoardImage.ARCHIVE)));
        }
    }

    private long installedBytes() throws IOException {
        Path other = folder.resolve(INSTALLED.label());
        try {
            new BoardImage(applicationJar, INSTALLED).write(other);
            return BoardImage.bytes(other);
        } finally {
            TrialBoard.delete(other);
        }
    }

    private double medianStart(TrialBoard board, int starts) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        for (int i = 0; i < starts; i++) {
            board.forget();
            try (BoardChild started = start(board)) {
                millis.add(started.awaitReady());
                started.stop();
            }
        }
        return median(millis);
    }

    private BoardChild start(TrialBoard board) throws IOException {
        return start(List.of("run", "--config", board.configuration().toString()));
    }

    private synchronized BoardChild start(List<String> arguments) throws IOException {
        if (closed) {
            throw new IOException("interrupted");
        }
        child = new BoardChild(image.resolve(BoardImage.LAUNCHER), arguments);
        return child;
    }

    private void archive() throws IOException, InterruptedException {
        try (BoardChild archiving = start(List.of("--archive"))) {
            archiving.awaitEnd(ARCHIVE_S, List.of(0));
        }
    }

    /** Reads its memory while it learns. @return the peak */
    private static long watch(BoardChild learning, int seconds, List<Long> resident) throws IOException, InterruptedException {
        ProcessMemory memory = learning.memory();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        long peak = 0;
        while (System.nanoTime() < end) {
            Thread.sleep(SAMPLING_MS);
            if (!learning.isAlive()) {
                throw learning.failure("ended while it should learn");
            }
            resident.add(memory.residentBytes().orElseThrow(() -> new IOException("the kernel does not tell how much memory it takes")));
            peak = Math.max(peak, memory.peakResidentBytes().orElse(0));
        }
        return peak;
    }

    private static <T extends Comparable<T>> T median(List<T> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Ends what still runs; nothing is started any more. */
    @Override
    public synchronized void close() {
        closed = true;
        if (child != null) {
            child.close();
        }
    }
}
