package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.noisescale.driver.analysis.MeanEstimate;

/** The loss against the clock of a simulated cluster: who is fast at first, who is low at last, and when they meet. */
final class LossOverTime implements Drawing {
    private static final String ID = "loss-over-time";
    private static final String TITLE = "Loss against time";
    private static final int GRID = 2_000;
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
                ? List.of(
                        new Page.Key(Page.Style.LINE, "measured"),
                        new Page.Key(Page.Style.LAW, "theory, nothing fitted"))
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
        String laws = " Theory: P exponential workers need H_P − H_{P−K} mean times for the first K of them and K/P for"
                + " the first K gradients (Dutta et al. 2018); under a rule that takes gradients of the present version"
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
        Optional<TimedLoss> fast = timed.stream()
                .min(Comparator.comparingDouble(each -> each.updateSeconds().mean()));
        Optional<TimedLoss> low = timed.stream()
                .filter(each -> Double.isFinite(each.rest().mean()))
                .min(Comparator.comparingDouble(each -> each.rest().mean()));
        if (timed.size() < 2 || low.isEmpty() || fast.orElseThrow() == low.get()) {
            return List.of();
        }
        return List.of(race(fast.get(), low.get()), floors(fast.get(), low.get()));
    }

    private static String race(TimedLoss fast, TimedLoss low) {
        OptionalDouble measured = crossing(fast.measured(FLAT_SHARE), low.measured(STEEP_SHARE));
        String inTheory = fast.inTheory().isPresent() && low.inTheory().isPresent()
                ? text(crossing(fast.inTheory().get(), low.inTheory().get()))
                : "";
        String speed = fast.group().label() + " makes an update every "
                + FigureText.significant(fast.updateSeconds().mean(), 3) + " s, "
                + low.group().label() + " every "
                + FigureText.significant(low.updateSeconds().mean(), 3) + " s";
        if (measured.isEmpty()) {
            return speed + "; yet the faster one is never ahead.";
        }
        return speed + ": the faster one is ahead until "
                + FigureText.significant(measured.getAsDouble(), 3) + " s"
                + (inTheory.isEmpty() ? "." : " (theory: " + inTheory + " s).");
    }

    private static String floors(TimedLoss fast, TimedLoss low) {
        return "From then on noise decides: it keeps " + fast.group().label() + " at a loss of "
                + FigureText.significant(fast.rest().mean(), 3) + inTheory(fast) + ", while "
                + low.group().label() + " comes down to "
                + FigureText.significant(low.rest().mean(), 3) + inTheory(low) + ".";
    }

    private static String inTheory(TimedLoss timed) {
        OptionalDouble rest = timed.restInTheory();
        return rest.isPresent() ? " (theory: " + FigureText.significant(rest.getAsDouble(), 3) + ")" : "";
    }

    /** The last time at which the first one is lower; empty if it never is. */
    private static OptionalDouble crossing(TimedLoss.Curve first, TimedLoss.Curve second) {
        double end = second.end();
        for (int i = GRID; i > 0; i--) {
            double time = end * i / GRID;
            if (first.at(time) < second.at(time)) {
                return OptionalDouble.of(time);
            }
        }
        return OptionalDouble.empty();
    }
}
