package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;

/**
 * tr Σ where virtual workers share the statistics of BatchNormalization, beside what their own spread seems to tell.
 */
final class SharedNoise implements Drawing {
    private static final String ID = "shared-noise";
    private static final String TITLE = "Noise under shared statistics";
    private static final String TRACE = "noise_trace";
    private static final String NORM = "gradient_norm_squared";
    private static final String BIASED = "_biased";
    private static final List<String> COLUMNS =
            List.of("series", "tr Σ", "biased tr Σ", "|G|²", "biased |G|²", "C = tr Cov(gⱼ, gₖ)");
    private static final String CAPTION = "Virtual workers that share statistics have gradients that depend on each"
            + " other: with C = tr Cov(gⱼ, gₖ) in the mean over pairs, their spread reads tr Σ − B·C and |G|² + C. What"
            + " does not depend on each other tells tr Σ itself: where there are several groups of statistics, the"
            + " sums of groups; where there is one, two batches at one version (measure.batchNorm). Means over the"
            + " steps at which both are known; bars are standard errors over seeds. tr Σ is the noise of a batch whose"
            + " groups have that size, so that it differs from group size to group size.";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups =
                comparison.groups().stream().filter(SharedNoise::isMeasured).toList();
        if (groups.stream().noneMatch(SharedNoise::isShared)) {
            return Page.Section.nothing(
                    ID,
                    TITLE,
                    "No run has both figures: virtual workers must share statistics (model.batchNorm group:N or sync), and"
                            + " where all of them do, measure.batchNorm.every must be 2 or more.");
        }
        SweepAxis sweep = new SweepAxis(comparison);
        List<Page.Series> series = new ArrayList<>();
        comparison.families().forEach((name, family) -> {
            List<RunGroup> measured = family.stream().filter(groups::contains).toList();
            List<RunGroup> shared =
                    measured.stream().filter(SharedNoise::isShared).toList();
            if (!shared.isEmpty()) {
                String of = comparison.families().size() > 1 ? name + ", " : "";
                int hue = series.size();
                series.add(points(measured, TRACE, sweep)
                        .series(of + "from what is independent", new Page.Look(hue, 0.6), Page.Style.POINTS));
                series.add(points(shared, TRACE + BIASED, sweep)
                        .series(
                                of + "from the spread of virtual workers, biased",
                                new Page.Look(hue + 1, 0.6),
                                Page.Style.POINTS));
            }
        });
        Page.Axis y = Page.Axis.linear("tr Σ").withSwitch();
        Page.Chart chart = new Page.Chart(ID, "", List.of(sweep.axis()), y, series, List.of());
        List<RunGroup> shared = groups.stream().filter(SharedNoise::isShared).toList();
        return new Page.Section(ID, TITLE, CAPTION, answers(shared), List.of(chart), List.of(table(shared)));
    }

    private static ErrorBars points(List<RunGroup> groups, String column, SweepAxis sweep) {
        ErrorBars bars = new ErrorBars();
        for (RunGroup group : groups) {
            MeanEstimate mean = mean(group, column);
            bars.add(
                    sweep.position(group),
                    mean.mean(),
                    mean.mean() - mean.standardError(),
                    mean.mean() + mean.standardError());
        }
        return bars;
    }

    /** Over seeds, of the means over steps at which the noise was read. */
    private static MeanEstimate mean(RunGroup group, String column) {
        List<double[]> figures = group.series(column);
        List<double[]> read = group.series(TRACE);
        return MeanEstimate.of(IntStream.range(0, figures.size())
                .mapToDouble(run -> mean(figures.get(run), read.get(run)))
                .toArray());
    }

    private static double mean(double[] figures, double[] read) {
        return IntStream.range(0, figures.length)
                .filter(step -> !Double.isNaN(read[step]))
                .mapToDouble(step -> figures[step])
                .average()
                .orElse(Double.NaN);
    }

    private static boolean isMeasured(RunGroup group) {
        return Double.isFinite(mean(group, TRACE).mean());
    }

    private static boolean isShared(RunGroup group) {
        return isMeasured(group) && Double.isFinite(mean(group, TRACE + BIASED).mean());
    }

    private static List<String> answers(List<RunGroup> shared) {
        return shared.stream()
                .map(group -> {
                    double valid = mean(group, TRACE).mean();
                    double biased = mean(group, TRACE + BIASED).mean();
                    String name = group.isNamed() ? "At " + group.label() + " " : "";
                    return name + "tr Σ ≈ " + FigureText.significant(valid, 3)
                            + "; the spread of virtual workers, which share statistics, would tell "
                            + FigureText.significant(biased, 3) + ", " + FigureText.significant(100 * biased / valid, 3)
                            + " % of it.";
                })
                .toList();
    }

    private static Page.Table table(List<RunGroup> shared) {
        List<List<String>> rows = shared.stream()
                .map(group -> {
                    double valid = mean(group, TRACE).mean();
                    double biased = mean(group, TRACE + BIASED).mean();
                    return List.of(
                            group.label(),
                            FigureText.significant(valid, 4),
                            FigureText.significant(biased, 4),
                            FigureText.significant(mean(group, NORM).mean(), 4),
                            FigureText.significant(mean(group, NORM + BIASED).mean(), 4),
                            FigureText.significant((valid - biased) / group.batchSize(), 3));
                })
                .toList();
        return new Page.Table(
                ID, "What is true, and what the spread seems to tell; means over steps and seeds", COLUMNS, rows);
    }
}
