package org.noisescale.parameterserver.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.noisescale.parameterserver.transport.WaitMeter;

/**
 * Durations of several parties as a histogram of Prometheus, whose bounds are powers of two from a microsecond on.
 * Micrometer's own timers allocate and share what they count; what is told here is counted by one thread each.
 */
final class DurationHistogram implements Collector {
    /** 2¹⁰ ns is the first bound. */
    private static final int FIRST_BIT = 10;
    /** 2³⁴ ns, 17 s, is the last but infinity. */
    private static final int LAST_BIT = 34;

    private static final double NS_PER_SECOND = 1e9;
    private static final double[] BOUNDS = bounds();

    private final String name;
    private final String description;
    private final Map<Labels, List<WaitMeter>> meters = new ConcurrentHashMap<>();

    /** A histogram that nobody contributes to yet. */
    DurationHistogram(PrometheusMeterRegistry registry, String name, String description) {
        this.name = name;
        this.description = description;
        registry.getPrometheusRegistry().register(this);
    }

    private static double[] bounds() {
        double[] bounds = new double[LAST_BIT - FIRST_BIT + 2];
        for (int bit = FIRST_BIT; bit <= LAST_BIT; bit++) {
            bounds[bit - FIRST_BIT] = (1L << bit) / NS_PER_SECOND;
        }
        bounds[bounds.length - 1] = Double.POSITIVE_INFINITY;
        return bounds;
    }

    /** Tells of what several meters of one party have seen together from now on. */
    void add(Labels labels, List<WaitMeter> ofParty) {
        meters.put(labels, ofParty);
    }

    /** Does so no longer, if it does. */
    void remove(Labels labels, List<WaitMeter> ofParty) {
        meters.remove(labels, ofParty);
    }

    @Override
    public MetricSnapshot collect() {
        HistogramSnapshot.Builder snapshot =
                HistogramSnapshot.builder().name(name).help(description);
        meters.forEach((labels, ofParty) -> snapshot.dataPoint(point(labels, ofParty)));
        return snapshot.build();
    }

    private static HistogramDataPointSnapshot point(Labels labels, List<WaitMeter> ofParty) {
        long[] counts = new long[BOUNDS.length];
        for (WaitMeter meter : ofParty) {
            for (int octave = 0; octave < WaitMeter.OCTAVES; octave++) {
                int position = Math.max(0, Math.min(octave + 1 - FIRST_BIT, counts.length - 1));
                counts[position] += meter.count(octave);
            }
        }
        double sum = ofParty.stream().mapToDouble(WaitMeter::totalNs).sum() / NS_PER_SECOND;
        return HistogramDataPointSnapshot.builder()
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, counts))
                .sum(sum)
                .labels(labels)
                .build();
    }
}
