package org.noisescale.driver.selftest;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Findings as lines of text, at most a hundred characters wide; rows may be asked for as they come. */
public final class FindingTable {
    private static final int WIDTH = 11;
    private static final double PLAIN_MAX = 1_000;

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
                figure(finding.truth()),
                figure(finding.measured()),
                bound + figure("%.2g", finding.error()),
                z(finding.z()));
        return row + (finding.isMissed() ? "  MISSED" : "  ok");
    }

    private static String z(double z) {
        return !Double.isFinite(z) ? "-" : figure(Math.abs(z) < PLAIN_MAX ? "%.2f" : "%.0e", z);
    }

    private static String line(Object... cells) {
        return String.format(Locale.ROOT, "%-20s  %-25s  %11s  %11s  %8s  %7s", cells);
    }

    /** Six digits, or as many as its column has room for. */
    private static String figure(double value) {
        String six = figure("%.6g", value);
        return six.length() <= WIDTH ? six : figure("%.4g", value);
    }

    private static String figure(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
