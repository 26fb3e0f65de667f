package io.edgedfa.host.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.edgedfa.host.web.access.Authenticator;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsTest {

    @TempDir
    static Path folder;

    private static Rig rig;

    @BeforeAll
    static void start() throws Exception {
        rig = new Rig(folder);
        rig.board("bench-1", "dfa").report(0.25, 2.5);
        rig.board("=2*5", "dfa").report(0.75, 2.5);
        rig.awaitOnline(2);
    }

    @AfterAll
    static void stop() {
        rig.close();
    }

    @Test
    void shouldBeOpenMetricsTextWithHelpForEveryFamily() throws Exception {
        HttpResponse<String> response = rig.get("/metrics");
        assertEquals("application/openmetrics-text; version=1.0.0; charset=utf-8", response.headers().firstValue("Content-Type").orElse(""));
        assertTrue(response.body().endsWith("# EOF\n"), response.body());
        Set<String> helped = names(response.body(), "# HELP (\\w+) ");
        Set<String> typed = names(response.body(), "# TYPE (\\w+) ");
        assertEquals(typed, helped);
        for (String sample : names(response.body(), "(\\w+)[{ ]")) {
            assertTrue(typed.contains(sample.replaceFirst("_(total|info)$", "")), sample);
        }
    }

    @Test
    void shouldHaveTheBoardsNumbers() throws Exception {
        String text = rig.get("/metrics").body();
        assertTrue(text.contains("edgedfa_boards{group=\"edgedfa\",state=\"online\"} 2.0\n"), text);
        assertTrue(text.contains("edgedfa_group_accuracy_ratio{group=\"edgedfa\",statistic=\"mean\"} 0.5\n"), text);
        assertTrue(text.contains("edgedfa_board_accuracy_ratio{edge=\"bench-1\",group=\"edgedfa\"} 0.25\n"), text);
        assertTrue(text.contains("edgedfa_board_step_seconds{edge=\"bench-1\",group=\"edgedfa\",quantile=\"0.5\"} 0.002112\n"), text);
        assertTrue(text.contains("edgedfa_broker_connected 1.0\n"), text);
    }

    @Test
    void shouldHaveGroupsOnlyWhenThereAreMoreBoardsThanTheLimit() throws Exception {
        try (WebServer few = WebServer.start(new WebSettings("127.0.0.1", 0, null, false, folder, 1), rig.fleet(), rig.store(),
                Authenticator.NOBODY, board -> 0, List.of())) {
            String text = HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(few.uri() + "metrics")).build(),
                    HttpResponse.BodyHandlers.ofString()).body();
            assertTrue(text.contains("edgedfa_boards{"), text);
            assertFalse(text.contains("edge="), text);
        }
    }

    @Test
    void shouldHaveEveryMetricThatTheShippedDashboardShows() throws Exception {
        JsonNode dashboard = new ObjectMapper().readTree(Path.of("..", "firmware-config", "grafana-dashboard.json").toFile());
        Set<String> shown = new TreeSet<>();
        dashboard.findValuesAsText("expr").forEach(expression -> shown.addAll(all(expression, "edgedfa_\\w+")));
        dashboard.findValuesAsText("query").forEach(query -> shown.addAll(all(query, "edgedfa_\\w+")));
        Set<String> typed = names(rig.get("/metrics").body(), "# TYPE (\\w+) ");
        assertTrue(shown.size() > 8, shown.toString());
        for (String name : shown) {
            assertTrue(typed.contains(name.replaceFirst("_total$", "")), name + " is not in /metrics");
        }
    }

    @Test
    void shouldBeWhereTheShippedScrapeExampleLooks() throws Exception {
        JsonNode job = new ObjectMapper(new YAMLFactory()).readTree(Path.of("..", "firmware-config", "prometheus.yml").toFile())
                .get("scrape_configs").get(0);
        assertEquals(200, rig.get(job.get("metrics_path").asText()).statusCode());
        assertEquals("127.0.0.1:" + WebSettings.DEFAULT_PORT, job.at("/static_configs/0/targets/0").asText());
    }

    @Test
    void shouldSendCsvWithTextThatIsNoFormula() throws Exception {
        HttpResponse<String> response = rig.get("/api/boards?format=csv&sort=accuracy");
        String[] lines = response.body().split("\r\n");
        assertEquals("text/csv;charset=utf-8", response.headers().firstValue("Content-Type").orElse("").replace(" ", "").toLowerCase());
        assertEquals(3, lines.length);
        assertTrue(lines[0].startsWith("id,group,edge,state,"), lines[0]);
        assertTrue(lines[1].startsWith("edgedfa/bench-1,edgedfa,bench-1,online,"), lines[1]);
        assertTrue(lines[2].startsWith("edgedfa/=2*5,edgedfa,\"'=2*5\",online,"), lines[2]);
    }

    @Test
    void shouldSendSeriesAndEventsAsCsv() throws Exception {
        String[] series = rig.get("/api/boards/edgedfa/bench-1/series?metric=learning/accuracy&format=csv").body().split("\r\n");
        assertEquals("timeMs,mean,min,max", series[0]);
        assertTrue(series[1].matches("[0-9]{13},0.25,0.25,0.25"), series[1]);
        String[] events = rig.get("/api/events?board=edgedfa/bench-1&format=csv").body().split("\r\n");
        assertEquals("id,board,source,kind,time,detail", events[0]);
        assertTrue(events[1].matches("[0-9]+,edgedfa/bench-1,host,birth,[0-9]{13},.*"), events[1]);
    }

    private static Set<String> names(String text, String line) {
        return all(text, "(?m)^" + line);
    }

    private static Set<String> all(String text, String pattern) {
        Set<String> found = new TreeSet<>();
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        while (matcher.find()) {
            found.add(matcher.groupCount() == 0 ? matcher.group() : matcher.group(1));
        }
        return found;
    }
}
