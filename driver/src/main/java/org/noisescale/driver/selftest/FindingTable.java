package org.noisescale.driver.selftest;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Findings as lines of text, at most a hundred characters wide; rows may be asked for as they come. */
public final class FindingTable {
    private static final String LINE = "%-21s  %-31s  %10s  %10s  %9s  %6s";
    private static final String MISSED = "MISSED";

    private FindingTable() {}

    /** The names of the columns. */
    public static String header() {
        return line("problem", "quantity", "truth", "measured", "error", "z");
    }

    /** The rows of one problem. */
    public static List<String> rows(Problem problem, List<Finding> findings) {
        return IntStream.range(0, findings.size())
                .mapToObj(i -> row(i == 0 ? problem.name() : "", findings.get(i)))
                .toList();
    }

    /** What the columns mean. */
    public static List<String> legend() {
        return List.of(
                "z = (measured − truth)/error. The error is a standard error and |z| must be below 5; where ≤ stands",
                "before it, it is the most that rounding can do, and |z| must not exceed 1.");
    }

    private static String row(String problem, Finding finding) {
        String bound = finding.kind() == Finding.Kind.ROUNDING ? "≤" : "";
        String row = line(
                problem,
                finding.quantity(),
                figure("%.6g", finding.truth()),
                figure("%.6g", finding.measured()),
                bound + figure("%.2g", finding.error()),
                figure("%.2f", finding.z()));
        return finding.isMissed() ? row + "  " + MISSED : row + "  ok";
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, LINE, cells);
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
