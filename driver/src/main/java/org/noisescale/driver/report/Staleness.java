package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.Thinning;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.StalenessHistogram;

/** How often gradients were how stale, beside the law that they follow. */
final class Staleness implements Drawing {
    private static final String ID = "staleness";
    private static final String TITLE = "Staleness of the gradients";
    private static final int POINTS_MAX = 40;
    /** What is rarer says nothing about the law. */
    private static final double LEAST_SHARE = 5e-4;

    private static final List<String> COLUMNS =
            List.of("runs", "mean staleness", "standard error", "in theory", "greatest");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Histogram> histograms = comparison.groups().stream()
                .flatMap(group -> Histogram.find(group).stream())
                .toList();
        if (histograms.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs recorded no staleness.");
        }
        List<Page.Series> series =
                histograms.stream().flatMap(each -> each.series().stream()).toList();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.linear("staleness k (updates between reading and pushing)")),
                Page.Axis.logarithmic("share of the gradients").withSwitch(),
                series,
                Overlay.keys(series, "measured, mean over seeds, ± standard error", "P(k) = (1 − 1/W)ᵏ / W"));
        String caption = "With W workers whose times are exponential, and alike, every one of them is the next with"
                + " probability 1/W, so that the staleness of an asynchronous gradient is geometric with mean W − 1"
                + " (Mitliagkas et al. 2016). The mean is W − 1 for every law of the times: over T updates staleness"
                + " applied and in flight add up to T(W − 1), which is checked in every run. Where all times are equal"
                + " every gradient is W − 1 updates old, after the first ones.";
        return new Page.Section(ID, TITLE, caption, answers(histograms), List.of(chart), tables(histograms));
    }

    private static List<Page.Table> tables(List<Histogram> histograms) {
        List<Page.Table> tables = new ArrayList<>(List.of(table(histograms)));
        RestTable.of(histograms.stream().map(Histogram::group).toList()).ifPresent(tables::add);
        return tables;
    }

    private static Page.Table table(List<Histogram> histograms) {
        List<List<String>> rows = new ArrayList<>();
        for (Histogram each : histograms) {
            MeanEstimate mean = each.mean();
            rows.add(List.of(
                    each.group.label(),
                    FigureText.significant(mean.mean(), 4),
                    FigureText.significant(mean.standardError(), 2),
                    each.asynchronous() ? String.valueOf(each.workers() - 1) : "",
                    String.valueOf(each.most())));
        }
        return new Page.Table(ID, "Mean staleness; in theory W − 1 when nothing is in flight", COLUMNS, rows);
    }

    private static List<String> answers(List<Histogram> histograms) {
        List<String> sentences = new ArrayList<>();
        Histogram most = histograms.get(0);
        Histogram least = histograms.get(0);
        for (Histogram each : histograms) {
            most = each.mean().mean() > most.mean().mean() ? each : most;
            least = each.mean().mean() < least.mean().mean() ? each : least;
        }
        if (!most.equals(least)) {
            boolean law = histograms.stream().allMatch(Histogram::asynchronous);
            sentences.add("How many updates old a gradient is in the mean: "
                    + FigureText.significant(least.mean().mean(), 3) + " with " + least.group.label() + " and "
                    + FigureText.significant(most.mean().mean(), 3) + " with " + most.group.label()
                    + (law ? ": W − 1, whatever the law of the times." : "."));
        }
        histograms.stream()
                .filter(Histogram::geometric)
                .reduce((first, second) -> second)
                .map(Histogram::tail)
                .ifPresent(sentences::add);
        return sentences;
    }

    /** The shares of a group, seed by seed. */
    private record Histogram(RunGroup group, Optional<RuleTheory> theory, List<Map<Integer, Double>> shares) {
        static Optional<Histogram> find(RunGroup group) {
            List<Map<Integer, Double>> shares = group.runs().stream()
                    .flatMap(run -> group.study().findStaleness(run).stream())
                    .map(Histogram::shares)
                    .toList();
            boolean stale = shares.stream().anyMatch(each -> each.size() > 1);
            return stale ? Optional.of(new Histogram(group, RuleTheory.of(group), shares)) : Optional.empty();
        }

        private static Map<Integer, Double> shares(CsvTable table) {
            Map<Integer, Double> shares = new TreeMap<>();
            double all = 0;
            for (int row = 0; row < table.rowCount(); row++) {
                if (table.text(row, "worker").equals("all")) {
                    double count = table.number(row, "count");
                    shares.put((int) table.number(row, "staleness"), count);
                    all += count;
                }
            }
            double total = all;
            shares.replaceAll((staleness, count) -> count / total);
            return shares;
        }

        int workers() {
            return theory.map(RuleTheory::workers).orElse(1);
        }

        boolean asynchronous() {
            return theory.map(RuleTheory::policy)
                    .filter(AsynchronousPolicy.class::isInstance)
                    .isPresent();
        }

        boolean geometric() {
            return asynchronous()
                    && theory.flatMap(known ->
                                    known.updateSeconds().stream().boxed().findFirst())
                            .isPresent();
        }

        int most() {
            return shares.stream()
                    .flatMap(each -> each.keySet().stream())
                    .mapToInt(Integer::intValue)
                    .max()
                    .orElse(0);
        }

        MeanEstimate mean() {
            return MeanEstimate.of(shares.stream()
                    .mapToDouble(each -> each.entrySet().stream()
                            .mapToDouble(entry -> entry.getKey() * entry.getValue())
                            .sum())
                    .toArray());
        }

        private MeanEstimate share(int staleness) {
            return MeanEstimate.of(shares.stream()
                    .mapToDouble(each -> each.getOrDefault(staleness, 0.0))
                    .toArray());
        }

        private double law(int staleness) {
            return Math.pow(1 - 1.0 / workers(), staleness) / workers();
        }

        private int[] drawn() {
            int end = IntStream.rangeClosed(0, Math.min(most(), StalenessHistogram.LIMIT - 1))
                    .filter(k -> share(k).mean() >= LEAST_SHARE)
                    .max()
                    .orElse(0);
            return Thinning.evenly(end + 1, POINTS_MAX);
        }

        List<Page.Series> series() {
            Overlay overlay = new Overlay();
            boolean geometric = geometric();
            for (int k : drawn()) {
                MeanEstimate share = share(k);
                if (share.mean() > 0) {
                    overlay.add(k, share);
                }
                if (geometric) {
                    overlay.addLaw(k, law(k));
                }
            }
            return overlay.series(group.label(), group.look());
        }

        /** The share of what is staler than twice the mean, which a law of the mean alone would not tell. */
        String tail() {
            int twice = 2 * (workers() - 1);
            double tail = shares.stream()
                    .mapToDouble(each -> each.entrySet().stream()
                            .filter(entry -> entry.getKey() > twice)
                            .mapToDouble(Map.Entry::getValue)
                            .sum())
                    .average()
                    .orElse(Double.NaN);
            double theory = Math.pow(1 - 1.0 / workers(), twice + 1);
            return "With exponential times the law is geometric and its tail long: " + FigureText.percent(tail)
                    + " are more than twice as stale as the mean (theory: " + FigureText.percent(theory) + ", "
                    + group.label() + ").";
        }
    }
}
