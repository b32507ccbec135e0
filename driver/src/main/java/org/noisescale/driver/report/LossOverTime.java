package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.noisescale.driver.analysis.MeanEstimate;

/** The loss against the clock of a simulated cluster: who is fast at first, who is low at last, and when they meet. */
final class LossOverTime implements Drawing {
    private static final String ID = "loss-over-time";
    private static final String TITLE = "Loss against time";
    /** So many standard errors apart a difference of two floors is none of chance. */
    private static final double CLEARLY = 4;

    /** The faster one is about at rest where they meet, the other one falls steeply, which an average would shift. */
    private static final double FLAT_SHARE = 0.04;

    private static final double STEEP_SHARE = 0.002;
    private static final List<String> COLUMNS = List.of(
            "runs",
            "seconds an update",
            "standard error",
            "in theory",
            "loss at rest",
            "standard error ",
            "in theory ");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<TimedLoss> timed = comparison.groups().stream()
                .flatMap(group -> TimedLoss.find(group).stream())
                .toList();
        if (timed.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "There is no virtual time: training.cluster was real.");
        }
        boolean theory = timed.stream().anyMatch(each -> each.inTheory().isPresent());
        List<Page.Key> keys = theory
                ? List.of(new Page.Key(Page.Style.LINE, "measured"), new Page.Key(Page.Style.LAW, Overlay.THEORY))
                : List.of();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(
                        Page.Axis.logarithmic("simulated time (s)").withSwitch(),
                        Page.Axis.logarithmic("update").withSwitch()),
                Page.Axis.logarithmic("training loss").withSwitch(),
                timed.stream().flatMap(each -> each.series().stream()).toList(),
                keys);
        return new Page.Section(
                ID, TITLE, caption(comparison, theory), answers(timed), List.of(chart), List.of(table(timed)));
    }

    private static String caption(Comparison comparison, boolean theory) {
        String laws =
                " Theory: P exponential workers need H(P) − H(P − K) mean times for the first K of them, H(n) = 1 +"
                        + " 1/2 + … + 1/n, and K/P for the first K gradients (Dutta et al. 2018); under a rule that takes gradients of the present version"
                        + " the loss is that of SGD with K workers' part of the batch (Zhang et al. 2019), and asynchronous SGD"
                        + " comes to rest at E θ² = η²(c/b)(1 + aW)/(a(2 + a − a²W)), a = ηh, to which its second moments run by"
                        + " an exact recursion.";
        return "The loss at the parameters at which the gradients of an update were computed, against the virtual clock"
                + " or the number of updates." + (theory ? laws : "") + Curves.band(comparison);
    }

    private static Page.Table table(List<TimedLoss> timed) {
        List<List<String>> rows = new ArrayList<>();
        for (TimedLoss each : timed) {
            MeanEstimate seconds = each.updateSeconds();
            MeanEstimate rest = each.rest();
            rows.add(List.of(
                    each.group().label(),
                    FigureText.significant(seconds.mean(), 4),
                    FigureText.significant(seconds.standardError(), 2),
                    text(each.updateSecondsInTheory()),
                    FigureText.significant(rest.mean(), 4),
                    FigureText.significant(rest.standardError(), 2),
                    text(each.restInTheory())));
        }
        return new Page.Table(ID, "Speed and floor (the loss of the last quarter of the updates)", COLUMNS, rows);
    }

    private static String text(OptionalDouble figure) {
        return figure.isPresent() ? FigureText.significant(figure.getAsDouble(), 4) : "";
    }

    private static List<String> answers(List<TimedLoss> timed) {
        Comparator<TimedLoss> bySpeed =
                Comparator.comparingDouble(each -> each.updateSeconds().mean());
        TimedLoss fast = timed.stream().min(bySpeed).orElseThrow();
        TimedLoss slow = timed.stream().max(bySpeed).orElseThrow();
        if (fast == slow || timed.stream().anyMatch(TimedLoss::isOfLocalSteps)) {
            return List.of();
        }
        return timed.stream()
                .filter(each -> isClearlyLower(each.rest(), fast.rest()))
                .min(Comparator.comparingDouble(each -> each.rest().mean()))
                .map(low -> List.of(race(fast, low), floors(fast, low)))
                .orElseGet(() -> List.of(bargain(fast, slow)));
    }

    private static boolean isClearlyLower(MeanEstimate one, MeanEstimate other) {
        return other.mean() - one.mean() > CLEARLY * Math.hypot(one.standardError(), other.standardError());
    }

    private static String race(TimedLoss fast, TimedLoss low) {
        TimedLoss.Lead lead = fast.measured(FLAT_SHARE).leadOver(low.measured(STEEP_SHARE));
        String speed = speeds(fast, low) + ": by the clock " + fast.group().label() + " is ";
        return switch (lead.end()) {
            case NEVER_AHEAD -> speed + "never ahead.";
            case NOT_SEEN -> speed + "ahead to the end of the runs, at " + time(lead) + ".";
            case SEEN -> speed + "ahead until " + time(lead) + crossingInTheory(fast, low) + ".";
        };
    }

    private static String speeds(TimedLoss fast, TimedLoss other) {
        return "With " + fast.group().label() + " an update comes every "
                + FigureText.significant(fast.updateSeconds().mean(), 3) + " s, with "
                + other.group().label() + " every "
                + FigureText.significant(other.updateSeconds().mean(), 3) + " s";
    }

    private static String time(TimedLoss.Lead lead) {
        return FigureText.significant(lead.seconds(), 3) + " s";
    }

    private static String crossingInTheory(TimedLoss fast, TimedLoss low) {
        return fast.inTheory()
                .flatMap(first -> low.inTheory().map(first::leadOver))
                .filter(lead -> lead.end() == TimedLoss.Lead.End.SEEN)
                .map(lead -> " (theory: " + time(lead) + ")")
                .orElse("");
    }

    private static String floors(TimedLoss fast, TimedLoss low) {
        return "In the end noise decides: it keeps " + fast.group().label() + " at a loss of "
                + FigureText.significant(fast.rest().mean(), 3) + inTheory(fast) + ", while "
                + low.group().label() + " comes down to "
                + FigureText.significant(low.rest().mean(), 3) + inTheory(low) + ".";
    }

    private static String inTheory(TimedLoss timed) {
        OptionalDouble rest = timed.restInTheory();
        return rest.isPresent() ? " (theory: " + FigureText.significant(rest.getAsDouble(), 3) + ")" : "";
    }

    private static String bargain(TimedLoss fast, TimedLoss slow) {
        return speeds(fast, slow) + "; no clearly lower loss is bought by waiting: at rest it is "
                + withError(fast.rest()) + " and " + withError(slow.rest()) + ".";
    }

    private static String withError(MeanEstimate rest) {
        return FigureText.significant(rest.mean(), 3)
                + (Double.isNaN(rest.standardError()) ? "" : " ± " + FigureText.significant(rest.standardError(), 2));
    }
}
