package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;

/** Runs the benchmarks of the loops of a shard, each in a JVM of its own with the flags of this one. */
public final class KernelBench {
    private final Length length;
    private final Consumer<String> progress;

    /**
     * A bench that has measured nothing yet.
     *
     * @param progress is told what is measured next
     */
    public KernelBench(Length length, Consumer<String> progress) {
        this.length = length;
        this.progress = progress;
    }

    /** How long is measured. */
    public enum Length {
        /** Enough to see an order. */
        QUICK(1, 5, 5, 200),
        /** Enough to believe. */
        FULL(2, 5, 7, 500);

        private final int forks;
        private final int warmups;
        private final int iterations;
        private final int milliseconds;

        Length(int forks, int warmups, int iterations, int milliseconds) {
            this.forks = forks;
            this.warmups = warmups;
            this.iterations = iterations;
            this.milliseconds = milliseconds;
        }

        private TimeValue time() {
            return TimeValue.milliseconds(milliseconds);
        }
    }

    private record Plan(String kernel, int bytesPerParameter, List<Memory> memories) {}

    private static List<Plan> plans() {
        List<Memory> cached = List.of(Memory.CACHED);
        List<Memory> everywhere = List.of(Memory.values());
        List<Plan> plans = new ArrayList<>();
        plans.add(new Plan(Memory.COPY, 2 * Float.BYTES, everywhere));
        plans.add(new Plan(Memory.ARITHMETIC, 3 * Float.BYTES, cached));
        Kernel.ALL.forEach(kernel -> plans.add(new Plan(kernel.name(), kernel.bytesPerParameter(), everywhere)));
        ComparedKernel.ALL.forEach(
                kernel -> plans.add(new Plan(kernel.name(), kernel.bytesPerParameter(), everywhere)));
        plans.add(new Plan(Memory.DECAYED, 5 * Float.BYTES, cached));
        plans.add(new Plan(Memory.DECAYED_UNFLUSHED, 5 * Float.BYTES, cached));
        return plans;
    }

    /** The names of all kernels. */
    public static List<String> names() {
        return plans().stream().map(Plan::kernel).toList();
    }

    /** Measures the kernels of these names, and the copy that all are compared with. */
    public KernelReport run(Collection<String> names) {
        List<Plan> plans = plans().stream()
                .filter(plan -> plan.kernel().equals(Memory.COPY) || names.contains(plan.kernel()))
                .toList();
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < plans.size(); i++) {
            progress.accept((i + 1) + "/" + plans.size() + " " + plans.get(i).kernel());
            measurements.addAll(run(plans.get(i)));
        }
        return new KernelReport(measurements);
    }

    private List<Measurement> run(Plan plan) {
        try {
            Collection<RunResult> results = new Runner(options(plan)).run();
            return results.stream().map(result -> measurement(plan, result)).toList();
        } catch (RunnerException e) {
            throw new IllegalStateException("the benchmark of " + plan.kernel() + " did not run", e);
        }
    }

    private Options options(Plan plan) {
        return new OptionsBuilder()
                .include(KernelBenchmark.class.getName())
                .param("kernel", plan.kernel())
                .param("memory", plan.memories().stream().map(Memory::name).toArray(String[]::new))
                .forks(length.forks)
                .warmupIterations(length.warmups)
                .warmupTime(length.time())
                .measurementIterations(length.iterations)
                .measurementTime(length.time())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT)
                .build();
    }

    private static Measurement measurement(Plan plan, RunResult result) {
        Memory memory = Memory.valueOf(result.getParams().getParam("memory"));
        Statistics nanoseconds = result.getPrimaryResult().getStatistics();
        double parameters = memory.length();
        return new Measurement(
                plan.kernel(),
                memory,
                plan.bytesPerParameter(),
                nanoseconds.getPercentile(50) / parameters,
                nanoseconds.getMin() / parameters,
                nanoseconds.getMax() / parameters);
    }
}
