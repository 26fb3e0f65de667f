package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.edgedfa.host.fleet.TestBoard;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The API is what openapi.yaml says, no more and no less. */
class OpenApiTest {
    private static final String BOARD = "/api/boards/{group}/{edge}";

    @TempDir
    static Path folder;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static Rig rig;
    private static JsonNode api;
    private static String command;
    private static String rollout;

    @BeforeAll
    static void start() throws Exception {
        Path results = Files.createDirectories(folder.resolve("results/table1"));
        Files.writeString(results.resolve("table.md"), "# Table 1\n\nfour runs\n");
        Files.writeString(results.resolve("results.csv"), "experiment,error\ntable1,1.5\n\"a,b\",2\n");
        Files.write(results.resolve("plot.png"), new byte[] {(byte) 0x89, 'P', 'N', 'G'});
        rig = new Rig(folder);
        TestBoard board = rig.board("bench-1", "dfa");
        board.report(0.25, 2.5);
        rig.awaitOnline(1);
        command = rig.command();
        rig.alert("bench-1", "hot");
        rig.model(folder.resolve("keys"), "mnist-mlp", 4);
        rollout = rig.rollout("mnist-mlp", 4);
        api = new ObjectMapper(new YAMLFactory()).readTree(rig.get("/api/openapi.yaml").body());
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldDescribeEveryPathThatIsServedAndNoOther() {
        Set<String> served = rig.web().routes().stream()
                .filter(route -> route.matches("\\S+ (/api/.*|/metrics|/healthz|/readyz)")).collect(Collectors.toCollection(TreeSet::new));
        Set<String> described = new TreeSet<>();
        api.get("paths").fields().forEachRemaining(path -> path.getValue().fieldNames()
                .forEachRemaining(method -> described.add(method.toUpperCase() + " " + path.getKey())));
        assertEquals(described, served);
    }

    @ParameterizedTest
    @CsvSource({
        "/api/boards, /api/boards, 200", "/api/boards, /api/boards?limit=0, 400", "/api/boards, /api/boards?sort=price, 400",
        BOARD + ", /api/boards/edgedfa/bench-1, 200", BOARD + ", /api/boards/edgedfa/nobody, 404",
        BOARD + "/series, /api/boards/edgedfa/bench-1/series?metric=learning/accuracy, 200",
        BOARD + "/series, /api/boards/edgedfa/bench-1/series, 400", BOARD + "/series, /api/boards/edgedfa/nobody/series?metric=a, 404",
        "/api/events, /api/events, 200", "/api/events, /api/events?board=nobody, 400",
        "/api/alerts, /api/alerts?open=true, 200", "/api/alerts, /api/alerts?open=perhaps, 400",
        "/api/models, /api/models, 200", "/api/experiments, /api/experiments, 200",
        "/api/experiments/{name}/table, /api/experiments/table1/table, 200", "/api/experiments/{name}/table, /api/experiments/no/table, 404",
        "/api/experiments/{name}/plots/{file}, /api/experiments/table1/plots/no.png, 404",
        "/api/shelf, /api/shelf, 200", "/api/rollouts, /api/rollouts, 200", "/api/rollouts/{id}, /api/rollouts/ROLLOUT, 200",
        "/api/rollouts/{id}, /api/rollouts/no, 404",
        "/api/commands, /api/commands, 200", "/api/commands, /api/commands?limit=0, 400",
        "/api/commands/{id}, /api/commands/COMMAND, 200", "/api/commands/{id}, /api/commands/no, 404",
        "/healthz, /healthz, 200", "/readyz, /readyz, 200",
    })
    void shouldAnswerAsDescribed(String path, String request, int status) throws Exception {
        HttpResponse<String> response = rig.get(request.replace("COMMAND", command).replace("ROLLOUT", rollout));
        assertEquals(status, response.statusCode(), response.body());
        JsonNode described = resolved(api.at("/paths").get(path).get("get").get("responses").get(Integer.toString(status)));
        ObjectNode schema = (ObjectNode) described.get("content").get("application/json").get("schema").deepCopy();
        schema.set("components", api.get("components"));
        JsonSchema checked = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012).getSchema(schema);
        JsonNode body = JSON.readTree(response.body());
        assertEquals(Set.of(), checked.validate(body), response.body());
        if (body.has("items")) {
            assertFalse(body.get("items").isEmpty(), "nothing to check in " + response.body());
        }
    }

    @ParameterizedTest
    @CsvSource({"/metrics, application/openmetrics-text", "/api/openapi.yaml, application/yaml",
        "/api/experiments/table1/plots/plot.png, image/png"})
    void shouldSendTheDescribedTypeWhenItIsNotJson(String request, String type) throws Exception {
        HttpResponse<String> response = rig.get(request);
        assertEquals(200, response.statusCode());
        assertTrue(response.headers().firstValue("Content-Type").orElse("").startsWith(type), response.headers().map().toString());
    }

    private static JsonNode resolved(JsonNode response) {
        Map.Entry<String, JsonNode> first = response.fields().next();
        return first.getKey().equals("$ref") ? api.at(first.getValue().asText().substring(1)) : response;
    }
}
