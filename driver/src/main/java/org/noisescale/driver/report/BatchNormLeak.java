package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.noisescale.driver.analysis.CsvTable;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.report.StatisticsSizes.Point;

/**
 * How often a probe tells from normalised features which virtual worker has normalised an example (He et al. 2020,
 * arXiv:1911.05722, section 3.3), against the number of examples whose statistics it shared.
 */
final class BatchNormLeak implements Drawing {
    private static final String ID = "batchnorm-leak";
    private static final String TITLE = "What normalised features tell of where an example was";

    @Override
    public Page.Section draw(Comparison comparison) {
        List<RunGroup> groups = comparison.groups().stream()
                .filter(group -> !tables(group).isEmpty())
                .toList();
        if (groups.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "The runs tried no probe: set measure.batchNorm.leak.");
        }
        Map<String, List<Point>> points =
                new StatisticsSizes(groups, StatisticsSizes::settingOf).points(BatchNormLeak::told);
        List<Page.Series> series = new ArrayList<>(StatisticsSizes.series(points, Page.Style.POINTS));
        List<Double> sizes = StatisticsSizes.inOrder(points).stream()
                .map(Point::size)
                .distinct()
                .toList();
        chances(groups)
                .forEach(chance -> series.add(ErrorBars.law(
                        "chance",
                        new Page.Look(4, 0.3),
                        sizes,
                        sizes.stream().map(size -> chance).toList())));
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                StatisticsSizes.X,
                Page.Axis.linear("share of examples whose virtual worker the probe tells"),
                series,
                List.of(
                        new Page.Key(Page.Style.POINTS, "told right, ± standard error over batches and seeds"),
                        new Page.Key(Page.Style.LAW, "chance: one of the virtual workers")));
        return new Page.Section(ID, TITLE, caption(), sentences(points), List.of(chart), List.of());
    }

    private static String caption() {
        return "The trained network meets batches of examples that are divided over the virtual workers. One place of"
                + " each slice is for visitors: other examples at each pass, none of them twice, drawn for each"
                + " virtual worker; the other places keep theirs. A linear discriminant learns from the features of"
                + " half of the visitors behind the last BatchNormalization which virtual worker each was with, and is"
                + " asked of the other half. Visitors differ by nothing but the examples whose mean and variance they"
                + " shared: with few of these the features say whose they were. Virtual workers of one group cannot be"
                + " told from each other, so group:N is right at most once in N. Shuffling gives an example others'"
                + " statistics at each pass.";
    }

    private static List<Double> chances(List<RunGroup> groups) {
        return groups.stream().map(BatchNormLeak::chance).distinct().sorted().toList();
    }

    private static double chance(RunGroup group) {
        return 1 / tables(group).get(0).number(0, "virtual_workers");
    }

    private static List<CsvTable> tables(RunGroup group) {
        return group.runs().stream()
                .flatMap(run -> group.study().findLeak(run).stream())
                .filter(table -> table.rowCount() > 0)
                .toList();
    }

    /** Batches of a run are independent draws, and seeds are too. */
    private static MeanEstimate told(RunGroup group) {
        return MeanEstimate.of(tables(group).stream()
                .flatMapToDouble(table -> {
                    double[] told = table.numbers("told");
                    double[] asked = table.numbers("asked");
                    Arrays.setAll(told, i -> told[i] / asked[i]);
                    return Arrays.stream(told);
                })
                .toArray());
    }

    private static List<String> sentences(Map<String, List<Point>> points) {
        return points.entrySet().stream()
                .filter(kind -> !kind.getValue().isEmpty())
                .map(kind -> new LeakSentence(
                                kind.getKey(),
                                kind.getValue(),
                                chance(kind.getValue().get(0).group()))
                        .text())
                .toList();
    }
}
