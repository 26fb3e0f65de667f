package io.edgedfa.host.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** Texts of the product that go into packages. */
final class Scripts {
    /** What dpkg calls around its work (Debian Policy, chapter 6); the installer of the other archive calls them the same way. */
    static final List<String> MAINTAINER = List.of("postinst", "postrm", "prerm");
    static final String INSTALLER = "install.sh";

    private Scripts() {}

    static byte[] bytes(String name) {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the product lacks its file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
