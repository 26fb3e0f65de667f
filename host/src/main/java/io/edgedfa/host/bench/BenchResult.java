package io.edgedfa.host.bench;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.edgedfa.host.bench.peer.Peers;
import java.util.List;

/**
 * Everything a run of the benchmark found out.
 *
 * @param sides  who was measured, ours first
 * @param absent peers that were asked for and are not there
 * @param memory empty unless asked for
 */
public record BenchResult(Machine machine, BenchSettings settings, List<Side> sides, List<Peers.Absent> absent, List<Row> rows,
        List<Memory> memory, List<TrainingState> state) {
    private static final Gson GSON = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().serializeNulls().create();

    /**
     * Where the numbers come from.
     *
     * @param cores that this process may use
     * @param date  start, UTC, to the second
     * @param peaks measured, one per number of threads
     */
    public record Machine(String productVersion, String java, String osArch, String cpu, int cores, String date,
            List<Peaks> peaks) {}

    /** Who a name in the rows is. */
    public record Side(String name, String description) {}

    /**
     * One workload beside one peer.
     *
     * @param rule       our side's
     * @param micros     our median step
     * @param peer       null where no peer is there
     * @param peerMicros the peer's median step, or null
     * @param ratio      median over pairs of turns of peer by ours: how many times faster ours is; or null
     * @param floorShare least possible time by our time, see {@link Floor}
     */
    public record Row(String net, String rule, String optimizer, int batch, int threads, double micros, String peer,
            Double peerMicros, Double ratio, double floorShare) {}

    /**
     * A side that trained alone in a process of its own.
     *
     * @param rule              our side's
     * @param peakResidentBytes the whole process's highest resident set size, or null where it could not be measured
     * @param failure           why, or null
     */
    public record Memory(String side, String net, String rule, String optimizer, int batch, int threads,
            Long peakResidentBytes, String failure) {}

    public BenchResult {
        sides = List.copyOf(sides);
        absent = List.copyOf(absent);
        rows = List.copyOf(rows);
        memory = List.copyOf(memory);
        state = List.copyOf(state);
    }

    /** As JSON, ending in a line feed; what is absent is null. */
    public String json() {
        return GSON.toJson(this) + "\n";
    }
}
