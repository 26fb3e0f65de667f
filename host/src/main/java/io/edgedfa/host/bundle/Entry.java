package io.edgedfa.host.bundle;

import io.edgedfa.text.Printable;
import java.io.IOException;
import java.io.InputStream;

/**
 * One name in a package.
 *
 * @param path          where it is installed, without a slash at its begin or end
 * @param content       null for a folder or a link
 * @param mode          permission bits, like 0644
 * @param link          target of a symbolic link; null for anything else
 * @param configuration whether the board's owner may change it, and keeps the change
 */
record Entry(String path, Content content, int mode, String link, boolean configuration) {
    static final int FILE = 0644;
    static final int PROGRAM = 0755;
    static final int SECRET = 0600;

    /** The bytes of a file, which may be large. */
    interface Content {
        InputStream open() throws IOException;

        /** In bytes. */
        long size() throws IOException;
    }

    /** @throws IllegalArgumentException naming the path */
    Entry {
        if (path.isEmpty() || path.startsWith("/") || path.endsWith("/") || ("/" + path + "/").matches(".*(//|/\\.\\.?/|\\p{Cntrl}).*")) {
            throw new IllegalArgumentException("path is '" + Printable.text(path)
                    + "'; allowed are paths from the root, without . and ..");
        }
        if (content != null && link != null) {
            throw new IllegalArgumentException(path + " has content and is a link; allowed is one of them");
        }
    }

    boolean isFolder() {
        return content == null && link == null;
    }

    boolean isSecret() {
        return content != null && mode == SECRET;
    }
}
