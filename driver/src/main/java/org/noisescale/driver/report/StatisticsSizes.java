package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.noisescale.driver.analysis.MeanEstimate;

/** A figure of each group of runs against the number of examples that share statistics of BatchNormalization. */
final class StatisticsSizes {
    /** The x axis of every such chart. */
    static final List<Page.Axis> X =
            List.of(Page.Axis.logarithmic("examples that share statistics, n").withSwitch());
    /** The key that says who shares. */
    static final String KEY = "model.batchNorm";

    private final Map<String, List<RunGroup>> kinds = new LinkedHashMap<>();

    /**
     * The groups that normalise, by the kind of their sharing.
     *
     * @param nameOf says what kind
     */
    StatisticsSizes(List<RunGroup> groups, Function<RunGroup, String> nameOf) {
        groups.stream()
                .filter(group -> Double.isFinite(group.examplesOfStatistics()))
                .sorted(Comparator.comparingDouble(RunGroup::examplesOfStatistics))
                .forEach(group -> kinds.computeIfAbsent(nameOf.apply(group), name -> new ArrayList<>())
                        .add(group));
    }

    /** Who shares: {@code local}, {@code ghost}, {@code group}, {@code shuffle} or {@code sync}. */
    static String kindOf(RunGroup group) {
        return settingOf(group).replaceFirst(":.*", "");
    }

    /** The same with how many. */
    static String settingOf(RunGroup group) {
        return group.findSetting(KEY).orElse("");
    }

    /** What was measured of a group, at its size. */
    record Point(RunGroup group, double size, MeanEstimate estimate) {
        /** "71.2 % ± 0.4" of a share. */
        String percent() {
            return FigureText.percent(estimate.mean()) + error(100, 1);
        }

        /** Three significant digits with the standard error. */
        String number() {
            return FigureText.significant(estimate.mean(), 3)
                    + (Double.isNaN(estimate.standardError())
                            ? ""
                            : " ± " + FigureText.significant(estimate.standardError(), 2));
        }

        private String error(double factor, int places) {
            return Double.isNaN(estimate.standardError())
                    ? ""
                    : " ± " + FigureText.fixed(factor * estimate.standardError(), places);
        }

        /** "n = 4 (ghost:4)". */
        String place() {
            return "n = " + FigureText.significant(size, 4) + " (" + settingOf(group) + ")";
        }
    }

    /** What there is of a figure, by kind, each in the order of its sizes. */
    Map<String, List<Point>> points(Function<RunGroup, MeanEstimate> figure) {
        Map<String, List<Point>> points = new LinkedHashMap<>();
        kinds.forEach((kind, groups) -> points.put(
                kind,
                groups.stream()
                        .map(group -> new Point(group, group.examplesOfStatistics(), figure.apply(group)))
                        .filter(point -> point.estimate().count() > 0)
                        .toList()));
        return points;
    }

    /** The same points of all kinds, in the order of their sizes. */
    static List<Point> inOrder(Map<String, List<Point>> points) {
        return points.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingDouble(Point::size))
                .toList();
    }

    /** A series for each kind, with standard errors. */
    static List<Page.Series> series(Map<String, List<Point>> points, Page.Style style) {
        List<Page.Series> series = new ArrayList<>();
        int hue = 0;
        for (Map.Entry<String, List<Point>> kind : points.entrySet()) {
            ErrorBars bars = new ErrorBars();
            for (Point point : kind.getValue()) {
                double mean = point.estimate().mean();
                double error = point.estimate().standardError();
                bars.add(point.size(), mean, mean - error, mean + error);
            }
            if (!bars.isEmpty()) {
                series.add(bars.series(kind.getKey(), new Page.Look(hue, 0.6), style));
            }
            hue++;
        }
        return series;
    }
}
