package io.edgedfa.stream.feed.folder;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Where files go when they are done with: a shelf for the good and one for the bad. A file that cannot be moved, on a full or
 * read-only disk, is remembered so that it is not taken again, and tried again later.
 */
public final class Outbox {

    private static final int MOST_RETRIES = 16;

    private final Inbox inbox;
    private final Shelf done;
    private final Shelf bad;
    private final Map<Inbox.File, Shelf> stuck = new LinkedHashMap<>();

    public Outbox(Inbox inbox, Shelf done, Shelf bad) {
        this.inbox = inbox;
        this.done = done;
        this.bad = bad;
    }

    /** Moves a file to the good ones, unless another has taken its place. @throws IOException if it stays where it is */
    public void finish(Inbox.File file) throws IOException {
        put(file, done, "");
    }

    /** Moves a file to the bad ones. @throws IOException if it stays where it is */
    public void refuse(Inbox.File file, String reason) throws IOException {
        put(file, bad, reason);
    }

    private void put(Inbox.File file, Shelf shelf, String reason) throws IOException {
        if (!inbox.unchanged(file)) {
            return; // what is there now is another file, and comes in its turn
        }
        try {
            shelf.put(inbox.path(file), file.within(), reason);
        } catch (IOException e) {
            stuck.put(file, shelf);
            throw e;
        }
    }

    /** Whether the file is done with, but could not be moved. */
    public boolean holds(Inbox.File file) {
        return stuck.containsKey(file);
    }

    /** After a look at the inbox: tries again to move what could not be moved, and forgets what is not there any more. */
    public void retry() {
        stuck.keySet().removeIf(file -> !file.equals(inbox.find(file.id())));
        Iterator<Map.Entry<Inbox.File, Shelf>> entries = stuck.entrySet().iterator();
        for (int i = 0; i < MOST_RETRIES && entries.hasNext(); i++) {
            Map.Entry<Inbox.File, Shelf> entry = entries.next();
            Path file = inbox.path(entry.getKey());
            try {
                entry.getValue().put(file, entry.getKey().within(), "");
                // stays remembered until the next look, which does not find it any more
            } catch (IOException e) {
                return; // nor would the others go
            }
        }
    }

    /** Whether a file of this name is among the good ones. */
    public boolean isDone(String name) {
        return done.has("", name);
    }

    /** Whether a file of this name is among the bad ones. */
    public boolean isBad(String name) {
        return bad.has("", name);
    }
}
