package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@link MeterBench} found, as text. */
public final class MeterReport {
    private static final double TAIL = 0.99;
    private static final double PER_CENT = 100;

    private final List<MeterResult> results;

    MeterReport(List<MeterResult> results) {
        this.results = List.copyOf(results);
    }

    /** A line for each vector: a round without meters, with them, and what they cost. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(
                String.format("%-34s %-23s %-23s %-26s", "", "without meters, ms", "with meters, ms", "cost of meters")
                        .stripTrailing());
        lines.add(String.format(
                "%12s %7s %6s %6s  %10s %10s  %10s %10s  %9s  %s",
                "parameters", "workers", "shards", "rounds", "median", "p99", "median", "p99", "median", "quartiles"));
        for (MeterResult each : results) {
            lines.add(String.format(
                    Locale.ROOT,
                    "%,12d %7d %6d %6d  %10.3f %10.3f  %10.3f %10.3f  %+8.2f%%  %+.2f%% … %+.2f%%",
                    each.plan().parameters(),
                    each.plan().workers(),
                    each.plan().shards(),
                    each.with().count(),
                    each.without().median(),
                    each.without().quantile(TAIL),
                    each.with().median(),
                    each.with().quantile(TAIL),
                    PER_CENT * each.cost(),
                    PER_CENT * each.costLow(),
                    PER_CENT * each.costHigh()));
        }
        return lines;
    }
}
