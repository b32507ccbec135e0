package org.noisescale.driver.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** The x axis of the noise charts: the values of the swept key, as numbers where they are numbers. */
final class SweepAxis {
    private final Comparison comparison;
    private final List<String> categories;

    SweepAxis(Comparison comparison) {
        this.comparison = comparison;
        this.categories = comparison.isSweptNumerically()
                ? List.of()
                : comparison.groups().stream()
                        .map(comparison::sweptText)
                        .distinct()
                        .toList();
    }

    Page.Axis axis() {
        String key = comparison.sweptKey().orElse("");
        String label = comparison.sweepsBatchSize() ? "batch size B (examples)" : key;
        return new Page.Axis(label, categories.isEmpty() && isWide(), false, categories);
    }

    /** Where a group stands on the axis. */
    double position(RunGroup group) {
        return categories.isEmpty() ? comparison.sweptNumber(group) : categories.indexOf(comparison.sweptText(group));
    }

    private boolean isWide() {
        double low = values().min().orElse(0);
        double high = values().max().orElse(0);
        return low > 0 && (comparison.sweepsBatchSize() || high >= 8 * low);
    }

    private DoubleStream values() {
        return comparison.groups().stream().mapToDouble(comparison::sweptNumber);
    }
}
