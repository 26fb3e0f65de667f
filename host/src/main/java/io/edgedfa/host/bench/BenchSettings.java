package io.edgedfa.host.bench;

import io.edgedfa.host.bench.peer.Peers;
import io.edgedfa.host.bench.peer.Workload;
import io.edgedfa.learning.optimizer.Optimizer;
import io.edgedfa.learning.rule.Rules;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;

/**
 * What is measured: every combination of nets, rules, optimizers, batches and threads, each beside every peer. Refusals start
 * with the name of the setting.
 *
 * @param nets       1 to 20, see {@link io.edgedfa.host.experiment.Nets}
 * @param rules      our side's; peers with a rule of their own keep it
 * @param batches    samples per step, each 1 to 4096
 * @param threads    that a side may use, each 1 to 256
 * @param peers      of {@link Peers#names}; may be empty
 * @param seconds    per row, all sides together, warm-up not counted; 0.01 to 3600
 * @param rounds     exactly so many per row, 1 to 1,000,000; or 0 to go by {@code seconds}
 * @param memory     also measure each side's peak memory in a process of its own
 * @param quick      whether a subset was chosen for speed, for the reader of a result
 */
public record BenchSettings(List<String> nets, List<String> rules, List<String> optimizers, List<Integer> batches,
        List<Integer> threads, List<String> peers, double seconds, int rounds, boolean memory, boolean quick) {
    private static final int MAX_NETS = 20;
    private static final int MAX_BATCH = 4096;
    private static final int MAX_THREADS = 256;
    private static final int MAX_ROUNDS = 1_000_000;
    private static final double MIN_SECONDS = 0.01;
    private static final double MAX_SECONDS = 3600;

    public BenchSettings {
        nets = List.copyOf(nets);
        rules = List.copyOf(rules);
        optimizers = List.copyOf(optimizers);
        batches = List.copyOf(batches);
        threads = List.copyOf(threads);
        peers = List.copyOf(peers);
        if (nets.isEmpty() || nets.size() > MAX_NETS) {
            throw new IllegalArgumentException("nets are " + nets.size() + ", allowed: 1 to " + MAX_NETS);
        }
        once("nets", nets);
        for (String net : nets) {
            try {
                Workload.of(net, rules.isEmpty() ? "" : rules.get(0), "sgd", 1, 1);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("nets: " + e.getMessage(), e);
            }
        }
        known("rules", rules, Rules.NAMES);
        known("optimizers", optimizers, Optimizer.NAMES);
        within("batches", batches, MAX_BATCH);
        within("threads", threads, MAX_THREADS);
        once("peers", peers);
        if (!peers.isEmpty()) {
            known("peers", peers, Peers.names());
        }
        if (!(seconds >= MIN_SECONDS && seconds <= MAX_SECONDS)) {
            throw new IllegalArgumentException("seconds = " + seconds + ", allowed: " + MIN_SECONDS + " to " + MAX_SECONDS);
        }
        if (rounds < 0 || rounds > MAX_ROUNDS) {
            throw new IllegalArgumentException("rounds = " + rounds + ", allowed: 0 (go by seconds) to " + MAX_ROUNDS);
        }
    }

    private static void known(String setting, List<String> values, Collection<String> names) {
        if (values.isEmpty()) {
            throw new IllegalArgumentException(setting + " is empty; allowed: " + String.join(", ", names));
        }
        once(setting, values);
        for (String value : values) {
            if (!names.contains(value)) {
                throw new IllegalArgumentException(setting + ": '" + value + "' is unknown; allowed: " + String.join(", ", names));
            }
        }
    }

    private static void within(String setting, List<Integer> values, int high) {
        once(setting, values);
        if (values.isEmpty() || values.stream().anyMatch(value -> value < 1 || value > high)) {
            throw new IllegalArgumentException(setting + " = " + values + ", allowed: 1 to " + high + " each");
        }
    }

    private static void once(String setting, List<?> values) {
        if (new HashSet<>(values).size() < values.size()) {
            throw new IllegalArgumentException(setting + " = " + values + " names one twice");
        }
    }

    /** The batch at which memory is looked at: the largest. */
    int largestBatch() {
        return batches.stream().mapToInt(Integer::intValue).max().orElseThrow();
    }

    /** Number of workloads that are measured. */
    public int workloads() {
        return nets.size() * rules.size() * optimizers.size() * batches.size() * threads.size();
    }
}
