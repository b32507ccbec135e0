package org.noisescale.parameterserver.diagnosis;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Whether this container is stopped when it computes: then a shard or worker stands still in the middle of a step, and
 * all others wait.
 *
 * @param count processors that Java sees
 * @param limit processors' time that the container may take; empty for all
 * @param throttled how often it was stopped before
 * @param throttledNow how often in a moment in which all processors were busy
 */
record ProcessorCheck(int count, Optional<Double> limit, long throttled, long throttledNow) {
    private static final String SUBJECT = "processors";
    private static final long BUSY_NS = TimeUnit.MILLISECONDS.toNanos(300);

    static ProcessorCheck measure(ControlGroup group) {
        int count = Runtime.getRuntime().availableProcessors();
        long before = group.throttled();
        if (group.processors().isPresent()) {
            long endNs = System.nanoTime() + BUSY_NS;
            IntStream.range(0, count).parallel().forEach(i -> spinUntil(endNs));
        }
        return new ProcessorCheck(count, group.processors(), before, group.throttled() - before);
    }

    private static void spinUntil(long endNs) {
        while (System.nanoTime() - endNs < 0) {
            Thread.onSpinWait();
        }
    }

    Finding finding() {
        if (limit.isEmpty()) {
            return Finding.good(SUBJECT, count + ", without a limit");
        }
        String measured = count + ", of whose time it may take " + String.format(Locale.ROOT, "%.2f", limit.get());
        if (throttled + throttledNow == 0) {
            return Finding.good(SUBJECT, measured + "; it was never stopped");
        }
        return Finding.slow(
                SUBJECT,
                measured + "; it was stopped " + throttled + " times before, and " + throttledNow
                        + " times in 0.3 s of work",
                "take limits.cpu away, or raise it above what it needs; requests.cpu reserves processors");
    }
}
