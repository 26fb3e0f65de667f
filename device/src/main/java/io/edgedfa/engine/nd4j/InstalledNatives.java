package io.edgedfa.engine.nd4j;

import java.io.File;
import java.util.Arrays;

/**
 * ND4J's native libraries as plain files in a folder of {@code java.library.path}, as on a board, instead of in jars.
 *
 * <p>JavaCPP, which loads them, looks there by itself, but then links some of them under other names in a cache that it makes in
 * the user's home, and loads the links. While it does not know the path it leaves the loading to Java, which has read the path at
 * its start; what one library needs the next finds beside it.
 */
final class InstalledNatives {
    private static final String PATH = "java.library.path";
    /** JavaCPP makes this folder at its start, used or not; one that is there already stays empty. */
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private static final String LAST = "libjnind4jcpu.so";

    private InstalledNatives() {}

    static boolean present() {
        return Arrays.stream(System.getProperty(PATH, "").split(File.pathSeparator)).anyMatch(folder -> new File(folder, LAST).exists());
    }

    /** @param load loads the libraries, from wherever they are */
    static void whileLoading(Runnable load) {
        if (!present()) {
            load.run();
            return;
        }
        System.getProperties().putIfAbsent(CACHE, System.getProperty("java.io.tmpdir"));
        String path = System.clearProperty(PATH);
        try {
            load.run();
        } finally {
            System.setProperty(PATH, path);
        }
    }
}
