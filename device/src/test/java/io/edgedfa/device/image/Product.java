package io.edgedfa.device.image;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtEnvironment;
import com.google.gson.stream.JsonWriter;
import com.google.protobuf.ByteString;
import com.sun.jna.Native;
import io.edgedfa.graph.Graph;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.HdrHistogram.Histogram;
import org.eclipse.paho.client.mqttv3.MqttAsyncClient;
import org.sqlite.JDBC;
import org.tomlj.Toml;
import picocli.CommandLine;

/** The board program as the build packs it, before the build has: its classes in a jar, its libraries where the manifest says. */
public final class Product {
    private static final List<Class<?>> ONE_OF_EACH = List.of(OrtEnvironment.class, Native.class, OnnxMl.class, ByteString.class,
            MqttAsyncClient.class, JDBC.class, CommandLine.class, Toml.class, JsonWriter.class, Histogram.class);

    private Product() {}

    /** Packs it into a folder. @return the program's jar */
    public static Path pack(Path folder) throws IOException {
        Path lib = Files.createDirectories(folder.resolve("lib"));
        List<String> places = new ArrayList<>();
        for (Class<?> one : ONE_OF_EACH) {
            Path library = place(one);
            Files.copy(library, lib.resolve(library.getFileName()));
            places.add("lib/" + library.getFileName());
        }
        Path jar = folder.resolve("edge-dfa-device.jar");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "io.edgedfa.device.app.Main");
        manifest.getMainAttributes().put(Attributes.Name.IMPLEMENTATION_VERSION, "1.2.3");
        manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, String.join(" ", places));
        try (OutputStream out = Files.newOutputStream(jar); JarOutputStream zip = new JarOutputStream(out, manifest)) {
            Path classes = place(Graph.class);
            try (Stream<Path> files = Files.walk(classes)) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    zip.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                    Files.copy(file, zip);
                }
            }
        }
        return jar;
    }

    private static Path place(Class<?> one) {
        try {
            return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
