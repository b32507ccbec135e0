package org.noisescale.parameterserver.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;
import org.noisescale.parameterserver.protocol.ShardTiming;
import org.noisescale.parameterserver.protocol.WorkerTiming;
import org.noisescale.parameterserver.service.StepReport;

/**
 * The meters of all runs of a driver, one after the other: how fast it goes, where the time of each worker and shard
 * goes, and what the noise of the last step was. Fed by one thread with what is reported after each step, so that
 * nothing is measured for them on the way of the data; read by the thread that answers a scrape.
 */
public final class RunMeters {
    private final MeterRegistry registry;
    private final Tally steps = new Tally();
    private final Tally examples = new Tally();
    private final Reading loss = new Reading();
    private final Reading noiseTrace = new Reading();
    private final Reading gradientNormSquared = new Reading();
    private final Map<Integer, WorkerMeters> workers = new HashMap<>();
    private final Map<Integer, ShardMeters> shards = new HashMap<>();

    /** Meters in a registry. */
    public RunMeters(MeterRegistry registry) {
        this.registry = registry;
        counter("noisescale.steps", steps, "Updates that are complete, of all runs");
        counter("noisescale.examples", examples, "Examples behind them");
        gauge("noisescale.training.loss", loss, "Mean loss over the batch of the last step");
        gauge("noisescale.noise.trace", noiseTrace, "Trace of the covariance of single gradients, last step");
        gauge(
                "noisescale.gradient.norm.squared",
                gradientNormSquared,
                "Squared norm of the true gradient, unbiased, last step");
    }

    private void counter(String name, Tally tally, String description) {
        FunctionCounter.builder(name, tally, Tally::value)
                .description(description)
                .register(registry);
    }

    private void gauge(String name, Reading reading, String description) {
        Gauge.builder(name, reading, Reading::value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Takes a complete step. Under shared statistics the noise may be read from some steps only; what was read last
     * stays.
     */
    public void observe(StepReport report) {
        steps.add(1);
        examples.add(report.examples());
        loss.set(report.loss());
        boolean seldomRead = report.biased().isPresent();
        if (!seldomRead || !Double.isNaN(report.total().noiseTrace())) {
            noiseTrace.set(report.total().noiseTrace());
            gradientNormSquared.set(report.total().gradientNormSquared());
        }
    }

    /** Takes where a worker's time of a step went. */
    public void observe(WorkerTiming timing) {
        workers.computeIfAbsent(timing.worker(), rank -> new WorkerMeters(registry, rank))
                .observe(timing);
    }

    /** Takes where a shard's time of a step went. */
    public void observe(ShardTiming timing) {
        shards.computeIfAbsent(timing.shard(), rank -> new ShardMeters(registry, rank))
                .observe(timing);
    }
}
