package org.noisescale.driver.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** The steps of one plan on its first worker, with DL4J's own beside them; durations in nanoseconds, in order. */
final class StepResult {
    private final StepPlan plan;
    private final Map<StepPart, List<Long>> parts = new EnumMap<>(StepPart.class);
    private final List<Long> steps = new ArrayList<>();
    private final List<Long> fits = new ArrayList<>();
    private Duration used = Duration.ZERO;
    private Duration elapsed = Duration.ZERO;

    StepResult(StepPlan plan) {
        this.plan = plan;
        for (StepPart part : StepPart.values()) {
            parts.put(part, new ArrayList<>());
        }
    }

    /** Takes what a worker answered, all parts of a step after each other. */
    void observe(long[] durations) {
        int count = StepPart.values().length;
        for (int i = 0; i < durations.length; i += count) {
            long whole = 0;
            for (StepPart part : StepPart.values()) {
                long duration = durations[i + part.position()];
                parts.getOrDefault(part, List.of()).add(duration);
                whole += duration;
            }
            steps.add(whole);
        }
    }

    void observeFit(long duration) {
        fits.add(duration);
    }

    /** Takes how much processor time a batch of steps used in how much time. */
    void observeProcessors(Duration processors, Duration duration) {
        used = used.plus(processors);
        elapsed = elapsed.plus(duration);
    }

    /** How many cores were busy on average during the steps, with threads that wait by yielding counted as busy. */
    double busyCores() {
        return (double) used.toNanos() / elapsed.toNanos();
    }

    StepPlan plan() {
        return plan;
    }

    Durations steps() {
        return durations(steps);
    }

    Durations fits() {
        return durations(fits);
    }

    Durations part(StepPart part) {
        return durations(parts.getOrDefault(part, List.of()));
    }

    /** The first and the last of the steps, or of DL4J's. */
    List<Durations> ends(boolean ours, int count) {
        List<Long> all = ours ? steps : fits;
        int most = Math.min(count, all.size());
        return List.of(durations(all.subList(0, most)), durations(all.subList(all.size() - most, all.size())));
    }

    /** The medians of batches of so many steps, in their order. */
    List<Double> medians(int batch) {
        return IntStream.range(0, steps.size() / batch)
                .mapToObj(i ->
                        durations(steps.subList(i * batch, (i + 1) * batch)).median())
                .toList();
    }

    /** The fraction of the time of all steps that the worker did not compute. */
    double serverShare() {
        double whole = steps.stream().mapToDouble(Long::doubleValue).sum();
        double computed = parts.getOrDefault(StepPart.COMPUTE, List.of()).stream()
                .mapToDouble(Long::doubleValue)
                .sum();
        return 1 - computed / whole;
    }

    private static Durations durations(List<Long> nanoseconds) {
        return new Durations(nanoseconds.stream().mapToLong(Long::longValue));
    }
}
