package io.edgedfa.host.app.fleet;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.edgedfa.text.Printable;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** The options that say which host is asked, and asking it. */
final class Host {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PAGE = 1_000;
    private static final int TOO_MANY = 429;
    private static final Gson GSON = new GsonBuilder().serializeNulls().setPrettyPrinting().create();

    @Option(names = "--url", defaultValue = "http://127.0.0.1:8080", paramLabel = "URL", description = "Where the host's API is.")
    private URI url;

    @Option(names = "--token-file", paramLabel = "FILE", description = "File with the token that the host asks for.")
    private Path tokenFile;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answer as JSON; - for standard output, and nothing else there.")
    private String json;

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    /**
     * Asks.
     *
     * @param path beginning with a slash, encoded
     * @throws IllegalArgumentException in one line, if the host refuses what is asked
     * @throws IllegalStateException    in one line, if it is away or fails
     */
    JsonObject get(String path) throws InterruptedException {
        return answer(request(path).GET());
    }

    /** As {@link #get}, handing something over. */
    JsonObject post(String path, JsonObject body) throws InterruptedException {
        return answer(request(path).header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /** All items of a list, however many requests that takes. @param path with a question mark in it */
    JsonArray all(String path) throws InterruptedException {
        JsonArray items = new JsonArray();
        while (true) {
            JsonObject page = get(path + "&limit=" + PAGE + "&offset=" + items.size());
            JsonArray some = page.getAsJsonArray("items");
            items.addAll(some);
            if (some.isEmpty() || items.size() >= page.get("total").getAsLong()) {
                return items;
            }
        }
    }

    /** A text as part of a path or of a query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whether standard output is for JSON alone. */
    boolean quiet() {
        return "-".equals(json);
    }

    /** Writes the answer where {@code --json} says. @return whether that was standard output */
    boolean write(JsonElement answer) throws IOException {
        if (json == null) {
            return false;
        }
        String text = Printable.json(GSON.toJson(answer)) + "\n";
        if (quiet()) {
            System.out.print(text);
            System.out.flush();
            return true;
        }
        Files.writeString(Path.of(json), text);
        return false;
    }

    private HttpRequest.Builder request(String path) {
        if (url.getHost() == null || !("http".equals(url.getScheme()) || "https".equals(url.getScheme()))) {
            throw new IllegalArgumentException("--url = " + Printable.text(url.toString()) + "; allowed: http://HOST:PORT or https://HOST:PORT");
        }
        String base = url.toString().replaceFirst("/+$", "");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path)).timeout(PATIENCE);
        return tokenFile == null ? request : request.header("Authorization", "Bearer " + token());
    }

    private String token() {
        try {
            String token = Files.readString(tokenFile).strip();
            if (token.matches("[\\x21-\\x7e]{1,512}")) {
                return token;
            }
        } catch (IOException e) {
            // said below
        }
        throw new IllegalArgumentException("--token-file = " + tokenFile + " has no token; allowed: a file with one in its only line");
    }

    private JsonObject answer(HttpRequest.Builder request) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = http.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException("the host does not answer at " + Printable.text(url.toString()) + " (" + reason(e) + ")");
        }
        JsonObject answer = object(response.body());
        if (response.statusCode() / 100 == 2 && answer != null) {
            return answer;
        }
        String error = answer != null && answer.has("error") ? answer.get("error").getAsString() : "not an answer of this API";
        String line = "the host says " + response.statusCode() + ": " + Printable.text(error, 500);
        boolean asked = response.statusCode() / 100 == 4 && response.statusCode() != TOO_MANY;
        throw asked ? new IllegalArgumentException(line) : new IllegalStateException(line);
    }

    private static String reason(IOException e) {
        return Printable.text(e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage());
    }

    private static JsonObject object(String body) {
        try {
            return JsonParser.parseString(body).getAsJsonObject();
        } catch (JsonParseException | IllegalStateException e) {
            return null;
        }
    }
}
