package io.edgedfa.host.app;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Real processes for a test: the packed jars and a broker. Whatever is still running at the end is killed. */
public final class Processes implements AutoCloseable {
    public static final Path HOST_JAR = Path.of("target", "edge-dfa-host.jar").toAbsolutePath();
    public static final Path DEVICE_JAR = Path.of("..", "device", "target", "edge-dfa-device.jar").toAbsolutePath().normalize();

    private final List<Process> running = new ArrayList<>();
    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build();
    private final Path folder;

    public Processes(Path folder) {
        this.folder = folder;
    }

    /** Starts a command; both its streams go to {@code NAME.log} in the folder, appended. */
    public Process start(String name, List<String> command) throws IOException {
        return start(name, command, Map.of());
    }

    public Process start(String name, List<String> command, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
        builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        running.add(process);
        return process;
    }

    public Process java(String name, Path jar, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m", "-jar", jar.toString()));
        command.addAll(List.of(arguments));
        return start(name, command);
    }

    Path log(String name) {
        return folder.resolve(name + ".log");
    }

    public String output(String name) {
        try {
            return Files.readString(log(name));
        } catch (IOException e) {
            return "";
        }
    }

    /** SIGKILL, then wait until it is gone. */
    public static void kill(Process process) throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The board as the host's API shows it; empty when the host does not answer or does not know it. */
    public Optional<JsonObject> board(int webPort, String id) {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + webPort + "/api/boards?limit=1000"))
                    .timeout(Duration.ofSeconds(2)).build();
            JsonElement boards = JsonParser.parseString(http.send(request, HttpResponse.BodyHandlers.ofString()).body());
            for (JsonElement board : boards.getAsJsonObject().getAsJsonArray("items")) {
                if (board.getAsJsonObject().get("edge").getAsString().equals(id)) {
                    return Optional.of(board.getAsJsonObject());
                }
            }
        } catch (IOException | InterruptedException | IllegalStateException e) {
            return Optional.empty();
        }
        return Optional.empty();
    }

    public boolean is(int webPort, String id, String state) {
        return board(webPort, id).map(board -> board.get("state").getAsString().equals(state)).orElse(false);
    }

    public long samples(int webPort, String id) {
        return board(webPort, id).map(board -> board.get("samples")).filter(JsonElement::isJsonPrimitive).map(JsonElement::getAsLong)
                .orElse(-1L);
    }

    /** Waits for a condition. @throws AssertionError with the logs' ends when it does not come in time */
    public void await(String what, int seconds, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + " not within " + seconds + " s; host: ..." + tail("host") + " board: ..." + tail("board"));
            }
            Thread.sleep(100);
        }
    }

    private String tail(String name) {
        String text = output(name);
        return text.substring(Math.max(0, text.length() - 1500));
    }

    @Override
    public void close() throws InterruptedException {
        for (Process process : running) {
            kill(process);
        }
    }
}
