package io.edgedfa.host.bundle;

import io.edgedfa.host.bundle.Entry.Content;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** A tar archive (GNU's form, which dpkg and busybox read) in which everything is root's and of one time. */
final class TarStream implements AutoCloseable {
    private final TarArchiveOutputStream tar;
    private final Instant time;

    /** @param out is closed with this */
    TarStream(OutputStream out, Instant time) {
        this.tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
        this.time = time;
        tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
        tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    }

    /** @param prefix of every path, ending in a slash; gets a folder of its own */
    void add(String prefix, Tree tree) throws IOException {
        folder(prefix);
        for (Entry entry : tree.entries()) {
            if (entry.isFolder()) {
                folder(prefix + entry.path() + "/");
            } else if (entry.link() != null) {
                TarArchiveEntry link = new TarArchiveEntry(prefix + entry.path(), TarConstants.LF_SYMLINK);
                link.setLinkName(entry.link());
                put(link, 0, entry.mode());
                tar.closeArchiveEntry();
            } else {
                file(prefix + entry.path(), entry.content(), entry.mode());
            }
        }
    }

    void file(String path, byte[] content, int mode) throws IOException {
        put(new TarArchiveEntry(path), content.length, mode);
        tar.write(content);
        tar.closeArchiveEntry();
    }

    private void file(String path, Content content, int mode) throws IOException {
        put(new TarArchiveEntry(path), content.size(), mode);
        try (InputStream in = content.open()) {
            in.transferTo(tar);
        }
        tar.closeArchiveEntry();
    }

    void folder(String path) throws IOException {
        put(new TarArchiveEntry(path), 0, Entry.PROGRAM);
        tar.closeArchiveEntry();
    }

    private void put(TarArchiveEntry entry, long size, int mode) throws IOException {
        entry.setIds(0, 0);
        entry.setNames("root", "root");
        entry.setLastModifiedTime(FileTime.from(time));
        entry.setMode(mode);
        entry.setSize(size);
        tar.putArchiveEntry(entry);
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }
}
