package io.edgedfa.stream.feed;

import io.edgedfa.stream.Sample;
import io.edgedfa.stream.SampleFeed;
import io.edgedfa.stream.feed.folder.Inbox;
import io.edgedfa.stream.feed.folder.Outbox;
import io.edgedfa.stream.feed.folder.Pairs;
import io.edgedfa.stream.feed.folder.Shelf;
import io.edgedfa.stream.feed.image.ImageDecoder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Pictures that somebody puts into a folder, PNG or JPEG by name and content, oldest first:
 *
 * <pre>
 * inbox/cat/7.png          labelled "cat", id "cat/7.png"
 * inbox/7.png              id "7.png"; labelled if there is
 * inbox/7.png.label        (or inbox/7.label), a text file that holds the label; one that comes later brings a LABEL
 * inbox/done/, inbox/bad/  where the feed puts what is finished, and what cannot be used with a text file 7.png.reason
 * </pre>
 *
 * <p>A file counts as finished when the next poll comes: by then the loop has learned from it. A crash in between, or closing,
 * delivers it once more. It is taken when its size and time are the same at two looks, 200 ms apart or more; a writer that may
 * pause longer should write under a name that begins with {@code .} or ends in {@code .part} or {@code .tmp}, and rename. Links
 * are not followed, and other files not looked at. A folder that is not there is waited for. A label without a picture waits 10 s
 * for it; then {@code 7.png.label} is taken to label a picture of long ago, and {@code 7.label} is refused.
 */
public final class FolderFeed implements SampleFeed {

    private static final String DONE = "done";
    private static final String BAD = "bad";
    private static final int KEEP_BAD = 1_000;
    private static final int MOST_FILES = 10_000;
    private static final int MOST_PER_POLL = 8; // of what cannot be used, so that it holds up no prediction
    private static final int MAX_LABEL_BYTES = 1_024;
    private static final long LOOK_NS = TimeUnit.MILLISECONDS.toNanos(200);

    private final Path folder;
    private final Preprocessing preprocessing;
    private final ClassNames names;
    private final LongSupplier nanoTime;
    private final Inbox inbox;
    private final Outbox outbox;
    private final Pairs pairs;
    private final Queue<Pairs.Pair> ready = new ArrayDeque<>();
    private final Rejections rejections = new Rejections();
    private Pairs.Pair delivered; // null for none
    private boolean looked;
    private long lookedNs;
    private String told = ""; // the present trouble, empty for none

    /**
     * @param folder   need not be there yet
     * @param keepDone files kept in {@code done/}, the newest, 0 to 1,000,000; 0 deletes finished files at once
     * @param nanoTime as {@link System#nanoTime}
     * @throws IllegalArgumentException if a class is called "done" or "bad", or the folder is something else
     */
    public FolderFeed(Path folder, Preprocessing preprocessing, ClassNames names, int keepDone, LongSupplier nanoTime) {
        if (names.of(DONE) >= 0 || names.of(BAD) >= 0) {
            throw new IllegalArgumentException("a class is called done or bad, allowed: other names, the folder needs these");
        }
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw new IllegalArgumentException(folder + " is no folder, allowed: a folder");
        }
        this.folder = folder;
        this.preprocessing = preprocessing;
        this.names = names;
        this.nanoTime = nanoTime;
        this.inbox = new Inbox(folder, Set.of(DONE, BAD), Pairs::wanted, MOST_FILES);
        this.outbox = new Outbox(inbox, new Shelf(folder.resolve(DONE), keepDone), new Shelf(folder.resolve(BAD), KEEP_BAD));
        this.pairs = new Pairs(inbox, outbox);
    }

    @Override
    public int features() {
        return preprocessing.features();
    }

    @Override
    public Arrival poll(Sample into) {
        finish();
        if (ready.isEmpty()) {
            look();
        }
        for (int i = 0; i < MOST_PER_POLL && !ready.isEmpty(); i++) {
            Arrival arrival = take(ready.remove(), into);
            if (arrival != Arrival.NOTHING) {
                return arrival;
            }
        }
        return Arrival.NOTHING;
    }

    /** The loop is done with what was delivered last. The picture goes first: its label, left alone, would still find it. */
    private void finish() {
        if (delivered != null) {
            finish(delivered.picture());
            finish(delivered.label());
            delivered = null;
        }
    }

    private void finish(Inbox.File file) {
        try {
            if (file != null) {
                outbox.finish(file);
            }
        } catch (IOException e) {
            rejections.trouble(inbox.path(file), "is finished, cannot be moved to " + DONE + ": " + e);
        }
    }

    private void look() {
        long now = nanoTime.getAsLong();
        if (looked && now - lookedNs < LOOK_NS) {
            return;
        }
        looked = true;
        lookedNs = now;
        try {
            inbox.look();
            tellOnce(inbox.unreadable());
        } catch (IOException e) {
            tellOnce(e instanceof NoSuchFileException ? "is not there" : "cannot be read: " + e);
            return;
        }
        outbox.retry();
        ready.addAll(pairs.ready(now));
    }

    /** @param trouble empty for none */
    private void tellOnce(String trouble) {
        if (!trouble.isEmpty() && !trouble.equals(told)) {
            rejections.trouble(folder, trouble);
        }
        told = trouble;
    }

    /** Returns NOTHING if it cannot be used, or not now. */
    private Arrival take(Pairs.Pair pair, Sample into) {
        if (!unchanged(pair.picture()) || !unchanged(pair.label()) || pair.label() == null && labelCame(pair.picture())) {
            return Arrival.NOTHING; // the next look sees it anew
        }
        try {
            return read(pair, into);
        } catch (NoSuchFileException e) {
            return Arrival.NOTHING;
        } catch (IOException e) {
            refuse(pair, "cannot be read: " + e);
        } catch (SampleException e) {
            refuse(pair, e.getMessage());
        }
        return Arrival.NOTHING;
    }

    private boolean unchanged(Inbox.File file) {
        return file == null || inbox.unchanged(file);
    }

    private boolean labelCame(Inbox.File picture) {
        return Pairs.labelsOf(picture).stream().anyMatch(
                name -> inbox.find(name) == null && Files.exists(folder.resolve(name), LinkOption.NOFOLLOW_LINKS));
    }

    private Arrival read(Pairs.Pair pair, Sample into) throws IOException, SampleException {
        if (pair.id().isEmpty()) {
            throw new SampleException("a label without its picture");
        }
        SiteText.requireId(pair.id());
        int label = Sample.UNLABELLED;
        if (pair.label() != null) {
            label = names.known(text(pair.label()));
        } else if (!pair.picture().within().isEmpty()) {
            label = names.known(pair.picture().within());
        }
        if (pair.picture() != null) {
            preprocessing.image(inbox.read(pair.picture(), ImageDecoder.MAX_BYTES), into.features);
        }
        into.set(pair.id(), label);
        delivered = pair;
        if (label == Sample.UNLABELLED) {
            pairs.remember(pair.picture());
        }
        return pair.picture() == null ? Arrival.LABEL : Arrival.SAMPLE;
    }

    private String text(Inbox.File file) throws IOException, SampleException {
        byte[] bytes = inbox.read(file, MAX_LABEL_BYTES);
        if (bytes.length > MAX_LABEL_BYTES) {
            throw new SampleException("label longer than %d bytes".formatted(MAX_LABEL_BYTES));
        }
        return new String(bytes, StandardCharsets.UTF_8).strip();
    }

    private void refuse(Pairs.Pair pair, String reason) {
        String line = SiteText.oneLine(reason);
        rejections.add(inbox.path(pair.picture() != null ? pair.picture() : pair.label()), line);
        refuse(pair.picture(), line);
        refuse(pair.label(), line);
    }

    private void refuse(Inbox.File file, String reason) {
        try {
            if (file != null) {
                outbox.refuse(file, reason);
            }
        } catch (IOException e) {
            rejections.trouble(inbox.path(file), reason + "; cannot be moved to " + BAD + ": " + e);
        }
    }

    @Override
    public long rejected() {
        return rejections.count();
    }

    @Override
    public String lastRejection() {
        return rejections.last();
    }

    /** Leaves the file that was delivered last where it is. */
    @Override
    public void close() {}
}
