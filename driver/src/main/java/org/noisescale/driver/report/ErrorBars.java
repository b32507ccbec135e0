package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;

/** Points with error bars as they are collected for a chart. */
final class ErrorBars {
    private final List<Double> x = new ArrayList<>();
    private final List<Double> y = new ArrayList<>();
    private final List<Double> low = new ArrayList<>();
    private final List<Double> high = new ArrayList<>();

    /** Adds a point; without an error the bar has no length. */
    void add(double position, double value, double lowEnd, double highEnd) {
        x.add(position);
        y.add(value);
        low.add(Double.isNaN(lowEnd) ? value : lowEnd);
        high.add(Double.isNaN(highEnd) ? value : highEnd);
    }

    boolean isEmpty() {
        return x.isEmpty();
    }

    Page.Series series(String name, Page.Look look, Page.Style style) {
        return new Page.Series(name, look, style, List.of(x), y, low, high);
    }

    /** A law as a broken line through the same positions. */
    static Page.Series law(String name, Page.Look look, List<Double> x, List<Double> y) {
        return new Page.Series(name, look, Page.Style.LAW, List.of(x), y, List.of(), List.of());
    }
}
