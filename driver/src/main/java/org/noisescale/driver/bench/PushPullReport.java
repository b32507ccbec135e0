package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.noisescale.parameterserver.transport.CoreBinding;

/** What {@link PushPullBench} found, as text. */
public final class PushPullReport {
    private static final double TAIL = 0.99;

    private final List<PushPullResult> results;

    PushPullReport(List<PushPullResult> results) {
        this.results = List.copyOf(results);
    }

    /** A line for each vector: a round, a copy of the vector by one core, and how many of these a round takes. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format("%-34s %-34s %-24s", "", "round, ms", "one-core copy, ms")
                .stripTrailing());
        lines.add(String.format(
                "%12s %7s %6s %6s  %10s %10s %10s  %10s %10s %8s",
                "parameters", "workers", "shards", "rounds", "median", "least", "p99", "median", "least", "ratio"));
        for (PushPullResult each : results) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,12d %7d %6d %6d  %10.3f %10.3f %10.3f  %10.4f %10.4f %7.2fx",
                    each.plan().parameters(),
                    each.plan().workers(),
                    each.plan().shards(),
                    each.rounds().count(),
                    each.rounds().median(),
                    each.rounds().minimum(),
                    each.rounds().quantile(TAIL),
                    each.copies().median(),
                    each.copies().minimum(),
                    each.ratio()));
        }
        lines.add("");
        lines.add(ThreadPlacement.sentence());
        return lines;
    }

    /** A header and a line for each vector; times in milliseconds. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("parameters,workers,shards,rounds,round_median_ms,round_least_ms,round_p99_ms,"
                + "copy_median_ms,copy_least_ms,copy_p99_ms,bound");
        for (PushPullResult each : results) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%d,%d,%d,%d,%.5f,%.5f,%.5f,%.5f,%.5f,%.5f,%b",
                    each.plan().parameters(),
                    each.plan().workers(),
                    each.plan().shards(),
                    each.rounds().count(),
                    each.rounds().median(),
                    each.rounds().minimum(),
                    each.rounds().quantile(TAIL),
                    each.copies().median(),
                    each.copies().minimum(),
                    each.copies().quantile(TAIL),
                    CoreBinding.isWanted()));
        }
        return lines;
    }
}
