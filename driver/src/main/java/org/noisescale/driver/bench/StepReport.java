package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.noisescale.driver.bench.StepPlan.Normalization;
import org.noisescale.parameterserver.transport.CoreBinding;

/** What {@link StepBench} found, as text; all times in milliseconds. */
public final class StepReport {
    private static final double TAIL = 0.99;
    private static final int PERCENT = 100;

    private final List<StepResult> results;
    private final boolean neighbours;

    private StepReport(List<StepResult> results, boolean neighbours) {
        this.results = List.copyOf(results);
        this.neighbours = neighbours;
    }

    /** Of networks that were measured one after the other. */
    static StepReport ofSingle(List<StepResult> results) {
        return new StepReport(results, false);
    }

    /** Of networks whose batches were measured in turn. */
    static StepReport ofNeighbours(List<StepResult> results) {
        return new StepReport(results, true);
    }

    /** For each network a step, its parts, DL4J's own step, and both at the start and at the end. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                "%-22s %6s  %7s %7s %7s  %8s %7s %7s %7s %7s  %10s  %9s %7s",
                "medians in ms",
                "steps",
                "step",
                "least",
                "p99",
                "compute",
                "push",
                "wait",
                "pull",
                "server",
                "cores busy",
                "DL4J fit",
                "least"));
        results.stream().map(StepReport::line).forEach(lines::add);
        lines.add("");
        lines.add(String.format("%-22s %16s %16s", "first / last " + StepBench.END + " steps", "step", "DL4J fit"));
        results.stream().map(StepReport::ends).forEach(lines::add);
        lines.add("");
        if (neighbours) {
            costOfSharing().ifPresent(lines::add);
        }
        lines.add(ThreadPlacement.sentence());
        return lines;
    }

    /** From neighbouring batches, if both networks were measured. */
    private Optional<String> costOfSharing() {
        return find(Normalization.LOCAL)
                .flatMap(local -> find(Normalization.SYNC)
                        .map(sync -> sentence(local.medians(StepBench.BATCH), sync.medians(StepBench.BATCH))));
    }

    private Optional<StepResult> find(Normalization normalization) {
        return results.stream()
                .filter(each -> each.plan().normalization() == normalization)
                .findFirst();
    }

    private static String sentence(List<Double> local, List<Double> sync) {
        double[] costs = IntStream.range(0, local.size())
                .mapToDouble(batch -> PERCENT * (sync.get(batch) / local.get(batch) - 1))
                .sorted()
                .toArray();
        return String.format(
                Locale.ROOT,
                "Shared statistics cost %+.1f %% of a step with local ones (median of %d pairs of %d steps; quartiles %+.1f"
                        + " and %+.1f %%).",
                costs[costs.length / 2],
                costs.length,
                StepBench.BATCH,
                costs[costs.length / 4],
                costs[costs.length * 3 / 4]);
    }

    private static String line(StepResult each) {
        return String.format(
                Locale.ROOT,
                "%-22s %6d  %7.2f %7.2f %7.2f  %8.2f %7.2f %7.2f %7.2f %6.0f%%  %10.2f  %9.2f %7.2f",
                each.plan().name(),
                each.steps().count(),
                each.steps().median(),
                each.steps().minimum(),
                each.steps().quantile(TAIL),
                each.part(StepPart.COMPUTE).median(),
                each.part(StepPart.PUSH).median(),
                each.part(StepPart.WAIT).median(),
                each.part(StepPart.PULL).median(),
                PERCENT * each.serverShare(),
                each.busyCores(),
                each.fits().median(),
                each.fits().minimum());
    }

    private static String ends(StepResult each) {
        return String.format(Locale.ROOT, "%-22s %16s %16s", each.plan().name(), pair(each, true), pair(each, false));
    }

    private static String pair(StepResult result, boolean ours) {
        return result.ends(ours, StepBench.END).stream()
                .map(durations -> String.format(Locale.ROOT, "%.2f", durations.median()))
                .collect(Collectors.joining(" / "));
    }

    /** A header and a line for each network. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("network,workers,shards,steps,step_median_ms,step_least_ms,step_p99_ms,compute_median_ms,"
                + "push_median_ms,wait_median_ms,pull_median_ms,server_share,cores_busy,fit_median_ms,fit_least_ms,"
                + "first_steps_ms,last_steps_ms,first_fits_ms,last_fits_ms,bound");
        for (StepResult each : results) {
            List<Durations> ends = new ArrayList<>(each.ends(true, StepBench.END));
            ends.addAll(each.ends(false, StepBench.END));
            lines.add(String.format(
                            Locale.ROOT,
                            "%s,%d,%d,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,",
                            each.plan().name(),
                            each.plan().workers(),
                            each.plan().shards(),
                            each.steps().count(),
                            each.steps().median(),
                            each.steps().minimum(),
                            each.steps().quantile(TAIL),
                            each.part(StepPart.COMPUTE).median(),
                            each.part(StepPart.PUSH).median(),
                            each.part(StepPart.WAIT).median(),
                            each.part(StepPart.PULL).median(),
                            each.serverShare(),
                            each.busyCores(),
                            each.fits().median(),
                            each.fits().minimum())
                    + ends.stream()
                            .map(end -> String.format(Locale.ROOT, "%.4f", end.median()))
                            .collect(Collectors.joining(",", "", "," + CoreBinding.isWanted())));
        }
        return lines;
    }
}
