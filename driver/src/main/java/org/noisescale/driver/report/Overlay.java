package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.noisescale.driver.analysis.Interval;
import org.noisescale.driver.analysis.MeanEstimate;

/** What was measured, as points with error bars, over what theory says, as a broken line that is not fitted. */
final class Overlay {
    /** From so many standard errors on a theory is missed. */
    static final double Z_MAX = 5;

    static final String MEASURED = "measured, ± standard error";
    static final String THEORY = "theory, nothing fitted";

    private final ErrorBars measured = new ErrorBars();
    private final List<Double> positions = new ArrayList<>();
    private final List<Double> laws = new ArrayList<>();

    /** Adds a mean with its standard error, as far as there is one. */
    void add(double position, MeanEstimate mean) {
        double error = mean.standardError();
        measured.add(position, mean.mean(), mean.mean() - error, mean.mean() + error);
    }

    /** The same with what is expected there, as far as theory knows. */
    void add(double position, MeanEstimate mean, OptionalDouble theory) {
        add(position, mean);
        theory.ifPresent(law -> addLaw(position, law));
    }

    /** Adds a value with an interval. */
    void add(double position, double value, Interval interval) {
        measured.add(position, value, interval.low(), interval.high());
    }

    /** Adds what is expected at a place, measured or not. */
    void addLaw(double position, double law) {
        positions.add(position);
        laws.add(law);
    }

    /** The line first, so that points lie on it; no line where theory knows nothing. */
    List<Page.Series> series(String name, Page.Look look) {
        Page.Series points = measured.series(name, look, Page.Style.POINTS);
        return laws.isEmpty() ? List.of(points) : List.of(ErrorBars.law(name, look, positions, laws), points);
    }

    /** What the reader is told of both: of the line only if a chart has one. */
    static List<Page.Key> keys(List<Page.Series> series) {
        return keys(series, MEASURED, THEORY);
    }

    /** The same in other words. */
    static List<Page.Key> keys(List<Page.Series> series, String points, String line) {
        List<Page.Key> keys = new ArrayList<>(List.of(new Page.Key(Page.Style.POINTS, points)));
        if (series.stream().anyMatch(each -> each.style() == Page.Style.LAW)) {
            keys.add(new Page.Key(Page.Style.LAW, line));
        }
        return keys;
    }
}
