package io.edgedfa.device.telemetry.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;

/** Keys and self-signed certificates as PEM files, made by the JDK's keytool. */
public final class PemFiles {
    private static final String PASSWORD = "changeit";

    private PemFiles() {}

    /**
     * Writes {@code NAME.crt} and {@code NAME.key}, mode 600.
     *
     * @param algorithm as keytool knows it: EC, RSA, Ed25519
     * @return which trusts itself
     */
    public static TlsFiles write(Path folder, String name, String algorithm) throws Exception {
        Path store = folder.resolve(name + ".p12");
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair",
                "-alias", "own", "-keyalg", algorithm, "-dname", "CN=" + name, "-ext", "san=dns:localhost", "-validity", "2",
                "-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD).redirectErrorStream(true).start();
        String output = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) {
            throw new IOException(output);
        }
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        Key key = keys.getKey("own", PASSWORD.toCharArray());
        Path certificateFile = Files.writeString(folder.resolve(name + ".crt"), pem("CERTIFICATE", keys.getCertificate("own").getEncoded()));
        Path keyFile = Files.writeString(folder.resolve(name + ".key"), pem("PRIVATE KEY", key.getEncoded()));
        Files.setPosixFilePermissions(keyFile, PosixFilePermissions.fromString("rw-------"));
        return new TlsFiles(certificateFile, certificateFile, keyFile);
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n" + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what
                + "-----\n";
    }
}
