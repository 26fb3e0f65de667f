package io.edgedfa.host.app.bundle;

import io.edgedfa.file.WholeFile;
import io.edgedfa.file.WholeFile.Content;
import io.edgedfa.host.bundle.Control;
import io.edgedfa.host.bundle.DebianPackage;
import io.edgedfa.host.bundle.InstallerArchive;
import io.edgedfa.host.bundle.Tree;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The two files that were made.
 *
 * @param installed bytes of what they install
 * @param secret    whether they hold a private key
 */
record Packages(Path debian, Path archive, long installed, boolean secret) {

    static Packages write(Control control, Tree tree, Instant time, Path folder) throws IOException {
        Packages packages = new Packages(folder.resolve(control.fileName() + ".deb"), folder.resolve(control.fileName() + ".tar.gz"),
                tree.size(), tree.isSecret());
        packages.write(packages.debian, out -> new DebianPackage(control, tree, time).write(out));
        packages.write(packages.archive, out -> new InstallerArchive(control, tree, time).write(out));
        return packages;
    }

    private void write(Path file, Content content) throws IOException {
        if (secret) {
            WholeFile.writePrivate(file, content);
        } else {
            WholeFile.write(file, content);
        }
    }
}
