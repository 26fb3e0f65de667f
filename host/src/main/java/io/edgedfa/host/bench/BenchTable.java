package io.edgedfa.host.bench;

import io.edgedfa.host.bench.BenchResult.Machine;
import io.edgedfa.host.bench.BenchResult.Memory;
import io.edgedfa.host.bench.BenchResult.Row;
import io.edgedfa.host.bench.BenchResult.Side;
import io.edgedfa.host.bench.peer.Peers;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The result for people, line by line as it comes. */
public final class BenchTable {
    private static final double MEGABYTE = 1e6;

    private final PrintWriter out;
    private boolean memoryBegun;

    public BenchTable(PrintWriter out) {
        this.out = out;
    }

    void begin(Machine machine, BenchSettings settings, List<Side> sides, List<Peers.Absent> absent) {
        print("%s, %d cores, Java %s%s", machine.cpu(), machine.cores(), machine.java(), settings.quick() ? ", QUICK" : "");
        for (Peaks peaks : machine.peaks()) {
            print("peak with %d thread%s: sgemm %.1f GFLOP/s, copy %.1f GB/s",
                    peaks.threads(), peaks.threads() == 1 ? "" : "s", peaks.gigaflops(), peaks.gigabytesPerSecond());
        }
        sides.forEach(side -> print("%s: %s", side.name(), side.description()));
        absent.forEach(peer -> print("absent: %s (%s); to get it: %s", peer.peer(), peer.reason(), peer.howToGet()));
        int workloads = settings.workloads();
        print("%d workload%s%s%n", workloads, workloads == 1 ? "" : "s", settings.rounds() > 0 ? "" : String.format(
                Locale.ROOT, ", about %.0f s", Math.ceil(workloads * settings.seconds() * 1.5)));
        print("%-12s %-18s %-9s %5s %7s %10s  %-8s %10s %7s %7s",
                "net", "rule", "optimizer", "batch", "threads", "us/step", "peer", "us/step", "ratio", "floor");
    }

    void row(Row row) {
        String peer = row.peer() == null ? String.format("%-8s %10s %7s", "-", "-", "-")
                : String.format(Locale.ROOT, "%-8s %,10.0f %6.2fx", row.peer(), row.peerMicros(), row.ratio());
        print("%-12s %-18s %-9s %5d %7d %,10.0f  %s %6.0f%%", row.net(), row.rule(), row.optimizer(), row.batch(), row.threads(),
                row.micros(), peer, row.floorShare() * 100);
    }

    void memory(Memory row) {
        if (!memoryBegun) {
            print("%n%-12s %-18s %-9s %5s %7s  %-8s %14s", "net", "rule", "optimizer", "batch", "threads", "side", "peak resident");
            memoryBegun = true;
        }
        print("%-12s %-18s %-9s %5d %7d  %-8s %s", row.net(), row.rule(), row.optimizer(), row.batch(), row.threads(), row.side(),
                row.failure() != null ? "failed: " + row.failure()
                        : String.format(Locale.ROOT, "%,11.0f MB", row.peakResidentBytes() / MEGABYTE));
    }

    void states(List<TrainingState> states) {
        print("%nTraining state in MB%n%-12s %-18s %-9s %5s %8s %8s %8s %9s %11s %8s %8s", "net", "rule", "optimizer", "batch",
                "weights", "moments", "2nd copy", "gradients", "activations", "feedback", "total");
        for (TrainingState s : states) {
            print("%-12s %-18s %-9s %5d %8.2f %8.2f %8.2f %9.2f %11.2f %8.2f %8.2f", s.net(), s.rule(), s.optimizer(), s.batch(),
                    s.kept().weights() / MEGABYTE, s.kept().moments() / MEGABYTE, s.kept().secondBuffers() / MEGABYTE,
                    s.gradients() / MEGABYTE, s.activations() / MEGABYTE, s.kept().feedback() / MEGABYTE, s.total() / MEGABYTE);
        }
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}
