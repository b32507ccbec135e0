package org.noisescale.parameterserver.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Findings as lines for a human: what is wrong first says so, and below it what to do. */
public final class Examination {
    private final List<Finding> findings;

    /** Of what was found. */
    public Examination(List<Finding> findings) {
        this.findings = List.copyOf(findings);
    }

    /** Whether runs will succeed, perhaps slowly. */
    public boolean isPassed() {
        return findings.stream().noneMatch(Finding::isWrong);
    }

    /** A line for each finding, one more for each repair, and a summary. */
    public List<String> lines() {
        int width = findings.stream()
                .mapToInt(finding -> finding.subject().length())
                .max()
                .orElse(1);
        String format = "%-7s  %-" + width + "s  %s";
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            lines.add(String.format(
                    format, finding.verdict().name().toLowerCase(Locale.ROOT), finding.subject(), finding.measured()));
            if (!finding.repair().isEmpty()) {
                lines.add(String.format(format, "", "", "mend: " + finding.repair()));
            }
        }
        lines.add(summary());
        return lines;
    }

    private String summary() {
        long wrong = count(Finding.Verdict.WRONG);
        long slow = count(Finding.Verdict.SLOW);
        if (wrong + slow == 0) {
            return "Nothing to mend.";
        }
        return wrong + " wrong, " + slow + " slow.";
    }

    private long count(Finding.Verdict verdict) {
        return findings.stream().filter(finding -> finding.verdict() == verdict).count();
    }
}
