package org.noisescale.driver.bench;

import java.util.List;
import java.util.Locale;

/** What {@link StatisticsBench} found, as text; all times in milliseconds. */
public final class StatisticsReport {
    private static final double TAIL = 0.99;

    private final StatisticsPlan plan;
    private final Durations rounds;

    StatisticsReport(StatisticsPlan plan, Durations rounds) {
        this.plan = plan;
        this.rounds = rounds;
    }

    /** A header and a line. */
    public List<String> table() {
        return List.of(
                String.format("%8s %8s %8s  %8s %8s %8s", "channels", "workers", "rounds", "median", "least", "p99"),
                String.format(
                        Locale.ROOT,
                        "%8d %8d %8d  %8.4f %8.4f %8.4f",
                        plan.channels(),
                        plan.workers(),
                        rounds.count(),
                        rounds.median(),
                        rounds.minimum(),
                        rounds.quantile(TAIL)));
    }
}
