package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.MeanEstimate;

/** What the spread of gradients under way is made of: sampling and staleness, and whether they add up. */
final class BudgetOfNoise implements Drawing {
    private static final String ID = "noise-budget";
    private static final String TITLE = "What asynchronous noise is made of";
    /** The part of a run in which it comes to rest. */
    private static final double BEGINNING = 0.25;

    /** Of each run: seeds alone are too few to tell an error from. */
    private static final int BLOCKS = 6;

    private static final List<String> COLUMNS =
            List.of("runs", "spread", "standard error", "sampling", "staleness", "their sum", "z", "spread in theory");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Budget> budgets = comparison.groups().stream()
                .flatMap(group -> Budget.find(group).stream())
                .toList();
        if (budgets.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "No run was looked at: set measure.asynchrony.every on a simulated cluster.");
        }
        SweepAxis sweep = new SweepAxis(comparison);
        List<Page.Series> series = new ArrayList<>();
        series.addAll(parts(budgets, sweep, "spread of the gradients under way", 0, Row::spread, Theory::spread));
        series.addAll(parts(budgets, sweep, "sampling", 1, Row::sampling, Theory::sampling));
        series.addAll(parts(budgets, sweep, "staleness", 2, Row::staleness, Theory::staleness));
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(sweep.axis()),
                Page.Axis.linear("variance of a single example's gradient").withSwitch(),
                series,
                Overlay.keys(series, Overlay.MEASURED, "theory at rest, nothing fitted"));
        String caption = "The gradients under way differ by their examples and by the parameters at which they were"
                + " computed; a meter that takes their spread for sampling noise reads too much. Sampling: two halves of"
                + " each worker's batch at the version that it had read. Staleness: the spread of what each gradient"
                + " differs by from that of the same examples at the present parameters. On a quadratic with W"
                + " exponential workers the spread is Σ c (2 + a)/(2 + a − a²W), a = ηh, of which Σ c is sampling."
                + " Averages over the last three quarters of each run.";
        return new Page.Section(ID, TITLE, caption, answers(budgets), List.of(chart), List.of(table(budgets)));
    }

    private static List<Page.Series> parts(
            List<Budget> budgets,
            SweepAxis sweep,
            String name,
            int hue,
            ToDoubleFunction<Row> part,
            ToDoubleFunction<Theory> law) {
        Overlay overlay = new Overlay();
        for (Budget each : budgets) {
            double position = sweep.position(each.group);
            overlay.add(position, each.mean(part));
            each.theory().ifPresent(theory -> overlay.addLaw(position, law.applyAsDouble(theory)));
        }
        return overlay.series(name, new Page.Look(hue, 0.5));
    }

    private static Page.Table table(List<Budget> budgets) {
        List<List<String>> rows = new ArrayList<>();
        for (Budget each : budgets) {
            MeanEstimate spread = each.mean(Row::spread);
            rows.add(List.of(
                    each.group.label(),
                    FigureText.significant(spread.mean(), 4),
                    FigureText.significant(spread.standardError(), 2),
                    FigureText.significant(each.mean(Row::sampling).mean(), 4),
                    FigureText.significant(each.mean(Row::staleness).mean(), 4),
                    FigureText.significant(each.mean(Row::sum).mean(), 4),
                    FigureText.fixed(each.z(), 2),
                    each.theory()
                            .map(theory -> FigureText.significant(theory.spread, 4))
                            .orElse("")));
        }
        return new Page.Table(
                ID, "Do they add up? z = (spread − sum) / standard error of the difference", COLUMNS, rows);
    }

    private static List<String> answers(List<Budget> budgets) {
        Budget last = budgets.get(budgets.size() - 1);
        double share = last.mean(Row::staleness).mean() / last.mean(Row::spread).mean();
        double worst =
                budgets.stream().mapToDouble(each -> Math.abs(each.z())).max().orElse(Double.NaN);
        return List.of(
                "Of the spread of asynchronous gradients " + FigureText.percent(share) + " is staleness"
                        + (last.group.isNamed() ? " (" + last.group.label() + ")" : "")
                        + ": whoever reads it as sampling noise overestimates that "
                        + FigureText.significant(1 / (1 - share), 3) + " times.",
                "Sampling noise by halves of a batch and the difference that staleness makes "
                        + (worst < Overlay.Z_MAX ? "add" : "do not add") + " up to the spread (|z| ≤ "
                        + FigureText.fixed(worst, 1) + ").");
    }

    /** One look at the gradients under way. */
    private record Row(double spread, double sampling, double staleness) {
        /** All looks of a run behind its beginning. */
        static List<Row> of(CsvTable table) {
            double[] spread = table.numbers("spread_trace");
            double[] sampling = table.numbers("sampling_trace");
            double[] staleness = table.numbers("staleness_trace");
            return IntStream.range((int) (spread.length * BEGINNING), spread.length)
                    .mapToObj(i -> new Row(spread[i], sampling[i], staleness[i]))
                    .toList();
        }

        double sum() {
            return sampling + staleness;
        }
    }

    /** What is expected at rest. */
    private record Theory(double spread, double sampling) {
        double staleness() {
            return spread - sampling;
        }
    }

    /** A group of runs that were looked at. */
    private record Budget(RunGroup group, Optional<RuleTheory> rule, List<List<Row>> runs) {
        static Optional<Budget> find(RunGroup group) {
            List<List<Row>> runs = group.runs().stream()
                    .flatMap(run -> group.study().findNoiseBudgets(run).stream())
                    .map(Row::of)
                    .toList();
            return runs.isEmpty() ? Optional.empty() : Optional.of(new Budget(group, RuleTheory.of(group), runs));
        }

        MeanEstimate mean(ToDoubleFunction<Row> part) {
            return MeanEstimate.ofBlocks(
                    runs.stream()
                            .map(rows -> rows.stream().mapToDouble(part).toArray())
                            .toList(),
                    BLOCKS);
        }

        double z() {
            MeanEstimate difference = mean(row -> row.spread - row.sum());
            return difference.mean() / difference.standardError();
        }

        Optional<Theory> theory() {
            return rule.flatMap(RuleTheory::asynchronous).map(theory -> new Theory(theory.spread(), theory.sampling()));
        }
    }
}
