package io.edgedfa.device.app.prediction;

import io.edgedfa.device.agent.Prediction;
import io.edgedfa.device.app.config.PredictionsConfig;
import io.edgedfa.device.telemetry.SampleLink;
import io.edgedfa.stream.feed.ClassNames;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Predictions as JSON lines, to standard output or a file and to an MQTT topic. A thread of its own writes them: a reader that
 * stalls costs predictions, which are counted, but never holds the loop up.
 */
public final class PredictionWriter implements AutoCloseable {
    private static final int MOST_WAITING = 10_000;
    private static final System.Logger LOG = System.getLogger(PredictionWriter.class.getName());

    private final PredictionsConfig config;
    private final ModelName model;
    private final ClassNames names;
    private final SampleLink link;
    private final PrintStream standardOutput;
    private final ArrayBlockingQueue<Prediction> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicLong lost = new AtomicLong();
    private final Thread thread = new Thread(this::run, "edgedfa-predictions");
    private volatile boolean closing;
    private OutputStream file;
    private long fileBytes;
    private boolean failing;

    /**
     * @param model who predicts
     * @param names of the classes
     * @param link  null where no topic is configured
     */
    public PredictionWriter(PredictionsConfig config, ModelName model, ClassNames names, SampleLink link, PrintStream standardOutput) {
        this.config = config;
        this.model = model;
        this.names = names;
        this.link = link;
        this.standardOutput = standardOutput;
        thread.setDaemon(true);
        if (config.isWanted()) {
            thread.start();
        }
    }

    /** Takes a prediction in. Never blocks. */
    public void accept(Prediction prediction) {
        if (config.isWanted() && !waiting.offer(prediction)) {
            lost.incrementAndGet();
        }
    }

    /** Predictions that could not be written. */
    public long lost() {
        return lost.get();
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty()) {
                Prediction prediction = waiting.poll(100, TimeUnit.MILLISECONDS);
                if (prediction != null) {
                    write(PredictionJson.of(prediction, model, names.name(prediction.predicted())).getBytes(StandardCharsets.UTF_8));
                }
                if (waiting.isEmpty()) {
                    standardOutput.flush();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] json) {
        if (config.standardOutput()) {
            standardOutput.write(json, 0, json.length);
            standardOutput.write('\n');
        }
        if (link != null && !link.offer(config.topic(), json)) {
            lost.incrementAndGet();
        }
        if (config.file() != null) {
            writeFile(json);
        }
    }

    private void writeFile(byte[] json) {
        try {
            if (file == null) {
                open();
            } else if (fileBytes + json.length >= config.maxBytes()) {
                file.close();
                file = null;
                Files.move(config.file(), former(), StandardCopyOption.REPLACE_EXISTING);
                open();
            }
            byte[] line = Arrays.copyOf(json, json.length + 1);
            line[json.length] = '\n';
            file.write(line); // whole lines only: not buffered, so that a reader who follows the file sees each at once
            fileBytes += line.length;
            failing = false;
        } catch (IOException e) {
            lost.incrementAndGet();
            if (!failing) {
                LOG.log(System.Logger.Level.WARNING, "predictions cannot be written: {0}", e.toString());
            }
            failing = true;
            closeFile();
        }
    }

    private Path former() {
        return config.file().resolveSibling(config.file().getFileName() + ".1");
    }

    private void open() throws IOException {
        file = Files.newOutputStream(config.file(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        fileBytes = Files.size(config.file());
    }

    private void closeFile() {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "predictions cannot be written: {0}", e.toString());
        }
        file = null;
    }

    /** Writes what waits, for at most half a second. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(500);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        closeFile();
    }
}
