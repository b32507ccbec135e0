package org.noisescale.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What was measured, as a table for people and as CSV. */
public final class KernelReport {
    private static final double ENOUGH = 0.5;

    private final List<Measurement> measurements;

    KernelReport(List<Measurement> measurements) {
        this.measurements = List.copyOf(measurements);
    }

    /** A line for each kernel with its bytes for each parameter, its rates, and a note where a rate is low. */
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        String heading =
                String.format("%-28s %5s   %-28s %-28s", "", "", Memory.CACHED.place(), Memory.STREAMING.place());
        lines.add(heading.stripTrailing());
        String columns = String.format("%7s %-13s %6s", "GB/s", "(range)", "copy");
        lines.add(String.format("%-28s %5s %s %s  %s", "kernel", "bytes", columns, columns, "note"));
        measurements.stream()
                .map(Measurement::kernel)
                .distinct()
                .map(this::line)
                .forEach(lines::add);
        return lines;
    }

    private String line(String kernel) {
        int bytes = measurements.stream()
                .filter(each -> each.kernel().equals(kernel))
                .mapToInt(Measurement::bytesPerParameter)
                .findFirst()
                .orElseThrow();
        return String.format(
                        Locale.ROOT,
                        "%-28s %5d %s %s  %s",
                        kernel,
                        bytes,
                        cells(kernel, Memory.CACHED),
                        cells(kernel, Memory.STREAMING),
                        note(kernel))
                .stripTrailing();
    }

    private String cells(String kernel, Memory memory) {
        return find(kernel, memory)
                .map(each -> String.format(
                        Locale.ROOT,
                        "%7.1f %-13s %5.0f%%",
                        each.rate(),
                        String.format(Locale.ROOT, "(%.1f–%.1f)", each.rateMin(), each.rateMax()),
                        100 * share(each)))
                .orElse(" ".repeat(28));
    }

    private Optional<Measurement> find(String kernel, Memory memory) {
        return measurements.stream()
                .filter(each -> each.kernel().equals(kernel) && each.memory() == memory)
                .findFirst();
    }

    /** Of the rate at which as many bytes are copied in the same memory. */
    private double share(Measurement measurement) {
        return find(Memory.COPY, measurement.memory())
                .map(copy -> measurement.rate() / copy.rate())
                .orElse(Double.NaN);
    }

    private String note(String kernel) {
        if (kernel.equals(Memory.DECAYED_UNFLUSHED)) {
            return flushNote();
        }
        Optional<ComparedKernel> compared = ComparedKernel.find(kernel);
        if (compared.isPresent()) {
            return note(compared.get());
        }
        List<Memory> low = new ArrayList<>();
        for (Memory memory : Memory.values()) {
            find(kernel, memory).filter(each -> share(each) < ENOUGH).ifPresent(each -> low.add(memory));
        }
        return low.isEmpty()
                ? ""
                : Kernel.find(kernel).map(each -> note(each, low)).orElse("");
    }

    private String note(Kernel kernel, List<Memory> low) {
        String where = low.size() > 1 ? "both" : low.get(0).place();
        Optional<Measurement> arithmetic = find(Memory.ARITHMETIC, Memory.CACHED);
        Optional<Measurement> whole = find(kernel.name(), Memory.CACHED);
        String evidence =
                arithmetic.isEmpty() || whole.isEmpty() || !kernel.arithmetic().contains("root")
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                "; these alone take %.2f of its %.2f ns",
                                arithmetic.get().median(),
                                whole.get().median());
        return where + ": " + kernel.limit() + evidence;
    }

    private String note(ComparedKernel kernel) {
        List<String> differences = new ArrayList<>();
        for (Memory memory : Memory.values()) {
            Optional<Measurement> more = find(kernel.name(), memory);
            Optional<Measurement> less = find(kernel.beside(), memory);
            if (more.isPresent() && less.isPresent()) {
                differences.add(String.format(
                        Locale.ROOT,
                        "%.2f against %.2f ns %s",
                        more.get().median(),
                        less.get().median(),
                        memory.place()));
            }
        }
        return differences.isEmpty() ? "" : kernel.beside() + ": " + String.join(", ", differences);
    }

    private String flushNote() {
        return find(Memory.DECAYED, Memory.CACHED)
                .flatMap(flushed -> find(Memory.DECAYED_UNFLUSHED, Memory.CACHED)
                        .map(unflushed -> String.format(
                                Locale.ROOT,
                                "subnormal state makes a pass %.1f times as slow",
                                unflushed.median() / flushed.median())))
                .orElse("");
    }

    /** A header and a line for each measurement; times in nanoseconds a parameter. */
    public List<String> csv() {
        List<String> lines = new ArrayList<>();
        lines.add("kernel,memory,bytes_per_parameter,gigabytes_per_second,share_of_copy,"
                + "median_ns,least_ns,greatest_ns");
        for (Measurement each : measurements) {
            lines.add(String.format(
                    Locale.ROOT,
                    "\"%s\",%s,%d,%.3f,%.3f,%.5f,%.5f,%.5f",
                    each.kernel(),
                    each.memory().name().toLowerCase(Locale.ROOT),
                    each.bytesPerParameter(),
                    each.rate(),
                    share(each),
                    each.median(),
                    each.least(),
                    each.greatest()));
        }
        return lines;
    }
}
