package io.edgedfa.host.web;

import io.javalin.http.Context;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/** Made up values that look like a fleet's. */
final class Fixtures {
    static final long NOW = System.currentTimeMillis();
    private static final int POINTS = 240;

    static Map<String, Object> map(Object... namesAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            map.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return map;
    }

    /** The i-th board of a fleet: accuracies rise with i, each seventh is dead, each eleventh paused. */
    static Map<String, Object> board(String group, String edge, int i) {
        boolean online = i % 7 != 3;
        return map("id", group + "/" + edge, "group", group, "edge", edge, "state", online ? "online" : "dead",
                "reason", online ? "" : "stopped, or lost its connection", "since", NOW - 90_000L * (i + 1), "lastSeen", NOW - 1_000L * i,
                "rule", i % 2 == 0 ? "dfa" : "bp", "modelId", i % 3 == 0 ? "digits-fc2-128" : "mnist-mlp", "modelVersion", "" + (1 + i % 2),
                "samples", 51_200L + i, "updates", 800L, "accuracy", i % 13 == 12 ? null : 0.5 + 0.49 * (i % 100) / 100, "loss", 0.31,
                "learningRate", 0.001, "stepP50Micros", 2_112L, "stepP99Micros", 2_950L, "residentBytes", 151_000_000L,
                "productVersion", "0.1.0", "osArch", "aarch64", "temperature", 40.0 + i % 45, "power", 4.2, "heldOutAccuracy", 0.83,
                "paused", i % 11 == 5 ? "too hot" : "", "alerts", i % 9 == 4 ? 1 + i / 9 % 3 : 0, "outboxWaiting", 0L,
                "boardModel", "Raspberry Pi 5 Model B Rev 1.0");
    }

    static List<Map<String, Object>> boards(int count) {
        return IntStream.range(0, count).mapToObj(i -> board(i % 4 == 0 ? "lab" : "site-" + i % 4, "board-" + i, i)).toList();
    }

    Map<String, Object> detail(Map<String, Object> board) {
        Map<String, Object> detail = new LinkedHashMap<>(board);
        Map<String, Object> metrics = map("learning/accuracy", board.get("accuracy"), "guard/accuracy", 0.83, "learning/loss", 0.31,
                "learning/step_p50_micros", 2_112, "learning/step_p99_micros", 2_950, "board/cpu_celsius", 51.5, "board/gpu_celsius", 49,
                "board/power_watts", 4.2, "process/resident_bytes", 151_000_000, "store/checkpoint_millis", NOW - 60_000,
                "board/throttled", "<b>hot\u0007</b>", "board/uptime_seconds", 86_400 * 3);
        List<Double> recall = new ArrayList<>();
        List<List<Integer>> confusion = new ArrayList<>();
        for (int label = 0; label < 10; label++) {
            recall.add(label == 7 ? null : 0.55 + 0.045 * label);
            List<Integer> row = new ArrayList<>();
            for (int answer = 0; answer < 10; answer++) {
                row.add(label == answer ? 840 + 37 * label : (label * 7 + answer * 3) % 11 == 0 ? 120 + label : (label + answer) % 3 * 9);
            }
            confusion.add(row);
        }
        detail.put("metrics", metrics);
        detail.put("recall", recall);
        detail.put("confusion", confusion);
        detail.put("firstSeen", NOW - 86_400_000L * 20);
        return detail;
    }

    Map<String, Object> series(Context context) {
        long from = Long.parseLong(context.queryParam("from"));
        long to = Long.parseLong(context.queryParam("to"));
        String metric = context.queryParam("metric");
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i < POINTS; i++) {
            long ms = from + (to - from) * i / POINTS;
            if (i > 100 && i < 120 || ms < NOW - 86_400_000L * 20) {
                continue;
            }
            double wave = 0.5 + 0.3 * Math.sin(ms / 600_000.0) + 0.1 * Math.sin(ms / 37_000.0 + metric.length());
            double scale = metric.endsWith("micros") ? 4_000 : metric.endsWith("celsius") ? 70 : metric.endsWith("bytes") ? 2e8
                    : metric.endsWith("watts") ? 6 : 1;
            points.add(new double[] {ms, scale * wave, scale * (wave - 0.04), scale * (wave + 0.05)});
        }
        return map("board", "any", "metric", metric, "resolution", "minute", "points", points);
    }

    Map<String, Object> table() {
        return map("columns", List.of("network", "rule", "test error", "seconds"),
                "rows", List.of(List.of("fc1-100", "bp", "6.43 ± 0.10%", 12.4), List.of("fc1-100", "<script>dfa", "7.41 ± 0.21%", 11.9)));
    }

    byte[] plot() {
        BufferedImage image = new BufferedImage(900, 500, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, 900, 500);
        graphics.setColor(Color.BLUE);
        graphics.drawLine(20, 480, 880, 20);
        graphics.dispose();
        try (ByteArrayOutputStream bytes = new ByteArrayOutputStream()) {
            ImageIO.write(image, "png", bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
