package io.edgedfa.stream.feed.folder;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Which pictures are ready, and which label files belong to them: {@code 7.png.label} or {@code 7.label} beside {@code 7.png}. A
 * label file without a picture beside it belongs to one that was delivered; it waits a while for one that is still to come.
 */
public final class Pairs {

    private static final long ORPHAN_NS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_REMEMBERED = 10_000;
    private static final String LABEL = ".label";
    private static final List<String> PICTURES = List.of(".png", ".jpg", ".jpeg", ".PNG", ".JPG", ".JPEG");

    private final Inbox inbox;
    private final Outbox outbox;
    private final Set<String> delivered = new LinkedHashSet<>(); // names of pictures without labels, the last ones
    private Map<Inbox.File, Long> orphans = new HashMap<>(); // label files without a picture, and since when

    /**
     * A picture with its label file, if any; or a label file alone.
     *
     * @param picture null for none
     * @param label   null for none
     * @param id      of the picture; empty for a label file that belongs to none
     */
    public record Pair(Inbox.File picture, Inbox.File label, String id) {}

    public Pairs(Inbox inbox, Outbox outbox) {
        this.inbox = inbox;
        this.outbox = outbox;
    }

    /** Whether a file may be a picture, or in the folder itself a label. @param within sub-folder, empty for none */
    public static boolean wanted(String within, String name) {
        return isPicture(name) || within.isEmpty() && name.endsWith(LABEL);
    }

    private static boolean isPicture(String name) {
        return PICTURES.stream().anyMatch(name::endsWith);
    }

    /** After a look at the inbox: what is ready, oldest first. @param nowNs as {@link System#nanoTime} */
    public List<Pair> ready(long nowNs) {
        List<Pair> ready = new ArrayList<>();
        Map<Inbox.File, Long> waiting = new HashMap<>();
        for (Inbox.File file : inbox.files()) {
            if (outbox.holds(file) || !inbox.settled(file)) {
                continue;
            }
            if (isPicture(file.name())) {
                Inbox.File label = labelOf(file);
                if (label == null || inbox.settled(label)) {
                    ready.add(new Pair(file, label, file.id()));
                }
            } else if (picturesOf(file.name()).stream().noneMatch(this::isHere)) {
                String id = alone(file, nowNs - orphans.getOrDefault(file, nowNs));
                if (id == null) {
                    waiting.put(file, orphans.getOrDefault(file, nowNs));
                } else {
                    ready.add(new Pair(null, file, id));
                }
            }
        }
        orphans = waiting;
        return ready;
    }

    /** Names that the label file of a picture may have. */
    public static List<String> labelsOf(Inbox.File picture) {
        if (!picture.within().isEmpty()) {
            return List.of(); // its folder labels it
        }
        String name = picture.name();
        return List.of(name + LABEL, name.substring(0, name.lastIndexOf('.')) + LABEL);
    }

    private Inbox.File labelOf(Inbox.File picture) {
        return labelsOf(picture).stream().map(inbox::find).filter(label -> label != null && !outbox.holds(label)).findFirst()
                .orElse(null);
    }

    private static List<String> picturesOf(String label) {
        String name = label.substring(0, label.length() - LABEL.length());
        return isPicture(name) ? List.of(name) : PICTURES.stream().map(name::concat).toList();
    }

    private boolean isHere(String picture) {
        Inbox.File file = inbox.find(picture);
        return file != null && !outbox.holds(file);
    }

    /** The picture that a label file without one belongs to; empty if it can be none; null to wait for it. */
    private String alone(Inbox.File label, long waitedNs) {
        List<String> pictures = picturesOf(label.name());
        Optional<String> known = pictures.stream().filter(name -> delivered.contains(name) || outbox.isDone(name)).findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        if (pictures.stream().anyMatch(outbox::isBad)) {
            return "";
        }
        if (waitedNs < ORPHAN_NS) {
            return null;
        }
        return pictures.size() == 1 ? pictures.get(0) : "";
    }

    /** Remembers a picture that was delivered without a label. */
    public void remember(Inbox.File picture) {
        delivered.add(picture.id());
        if (delivered.size() > MOST_REMEMBERED) {
            delivered.remove(delivered.iterator().next());
        }
    }
}
