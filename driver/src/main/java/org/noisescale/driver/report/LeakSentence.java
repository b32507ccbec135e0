package org.noisescale.driver.report;

import java.util.List;
import org.apache.commons.math3.distribution.TDistribution;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.report.StatisticsSizes.Point;

/**
 * Whether a probe that tells virtual workers by normalised features is any better than a guess, in words. It is said to
 * be no better where the mean over all sizes of groups, or that of each, is as near to chance as it is in 99 of 100
 * cases where nothing can be told (Student's t; not in 95, because a report makes several such comparisons). Otherwise
 * the sentence says by how much it is off.
 *
 * @param sharing who shares statistics, as the study's key says it
 * @param points how often the probe was right, at least one, in the order of the sizes
 * @param chance how often a guess is
 */
record LeakSentence(String sharing, List<Point> points, double chance) {
    private static final double LEVEL = 0.99;

    String text() {
        Point first = points.get(0);
        Point last = points.get(points.size() - 1);
        String beginning = "With " + sharing + " the probe tells the virtual worker of ";
        MeanEstimate all = overAll();
        if (points.size() > 1 && (isChance(all) || points.stream().allMatch(point -> isChance(point.estimate())))) {
            return beginning + new Point(first.group(), Double.NaN, all).percent() + " of the examples over all n, "
                    + distance(all) + ".";
        }
        String text = beginning + first.percent() + " of the examples " + at(first) + ", " + distance(first.estimate());
        return points.size() == 1
                ? text + "."
                : text + ", and of " + last.percent() + " " + at(last) + ", " + distance(last.estimate()) + ".";
    }

    /** Readings at different sizes are independent. */
    private MeanEstimate overAll() {
        MeanEstimate means = MeanEstimate.of(
                points.stream().mapToDouble(point -> point.estimate().mean()).toArray());
        double variances = points.stream()
                .mapToDouble(point -> Math.pow(point.estimate().standardError(), 2))
                .sum();
        int freedom =
                points.stream().mapToInt(point -> point.estimate().count() - 1).sum();
        return new MeanEstimate(means.mean(), Math.sqrt(variances) / points.size(), freedom + 1);
    }

    private boolean isChance(MeanEstimate estimate) {
        if (estimate.count() < 2) {
            return false;
        }
        double quantile = new TDistribution(estimate.count() - 1.0).inverseCumulativeProbability((1 + LEVEL) / 2);
        return Math.abs(estimate.mean() - chance) <= quantile * estimate.standardError();
    }

    private static String at(Point point) {
        return "at n = " + FigureText.significant(point.size(), 4);
    }

    private String distance(MeanEstimate estimate) {
        double difference = estimate.mean() - chance;
        String ofChance = " chance (" + FigureText.percent(chance) + ")";
        return isChance(estimate)
                ? "no better than" + ofChance
                : FigureText.fixed(100 * Math.abs(difference), 1) + " points " + (difference > 0 ? "above" : "below")
                        + ofChance;
    }
}
