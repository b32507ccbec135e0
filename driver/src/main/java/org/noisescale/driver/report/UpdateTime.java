package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;

/** The mean time of an update on a simulated cluster against what is swept, beside the order statistics of theory. */
final class UpdateTime implements Drawing {
    private static final String ID = "update-time";
    private static final String TITLE = "What waiting costs";
    private static final List<String> COLUMNS =
            List.of("runs", "seconds an update", "standard error", "in theory", "z", "updates per worker and second");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<TimedLoss> timed = comparison.groups().stream()
                .flatMap(group -> TimedLoss.find(group).stream())
                .toList();
        if (timed.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "There is no virtual time: training.cluster was real.");
        }
        SweepAxis sweep = new SweepAxis(comparison);
        Overlay overlay = new Overlay();
        timed.forEach(
                each -> overlay.add(sweep.position(each.group()), each.updateSeconds(), each.updateSecondsInTheory()));
        List<Page.Series> series = overlay.series("all", new Page.Look(0, 0.6));
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(sweep.axis()),
                Page.Axis.linear("mean time of an update (s)").withSwitch(),
                series,
                Overlay.keys(series));
        return new Page.Section(ID, TITLE, caption(timed), answers(timed), List.of(chart), List.of(table(timed)));
    }

    private static String caption(List<TimedLoss> timed) {
        String bounded = " Under SSP the numbers of iterations by which workers are ahead form a Markov chain whose"
                + " stationary distribution is computed exactly (Ho et al. 2013 for the rule).";
        String first = " The first K of P exponential workers take H(P) − H(P − K) mean times, H(n) = 1 + 1/2 + … +"
                + " 1/n, and the first K gradients K/P (Dutta et al. 2018); P − K backup workers are those of Chen et"
                + " al. 2016.";
        return "Virtual seconds divided by updates."
                + (timed.stream().anyMatch(UpdateTime::isBounded) ? bounded : first);
    }

    private static boolean isBounded(TimedLoss timed) {
        return RuleTheory.of(timed.group())
                .map(RuleTheory::policy)
                .filter(StaleSynchronousPolicy.class::isInstance)
                .isPresent();
    }

    private static Page.Table table(List<TimedLoss> timed) {
        List<List<String>> rows = new ArrayList<>();
        for (TimedLoss each : timed) {
            MeanEstimate seconds = each.updateSeconds();
            OptionalDouble theory = each.updateSecondsInTheory();
            OptionalDouble z = z(each);
            rows.add(List.of(
                    each.group().label(),
                    FigureText.significant(seconds.mean(), 4),
                    FigureText.significant(seconds.standardError(), 2),
                    theory.isPresent() ? FigureText.significant(theory.getAsDouble(), 4) : "",
                    z.isPresent() ? FigureText.fixed(z.getAsDouble(), 2) : "",
                    FigureText.significant(rate(each), 4)));
        }
        return new Page.Table(ID, "z = (measured − theory) / standard error", COLUMNS, rows);
    }

    private static double rate(TimedLoss timed) {
        double workers = timed.group().number("training.workers");
        return 1 / timed.updateSeconds().mean() / workers;
    }

    private static OptionalDouble z(TimedLoss timed) {
        MeanEstimate seconds = timed.updateSeconds();
        OptionalDouble theory = timed.updateSecondsInTheory();
        return theory.isEmpty() || Double.isNaN(seconds.standardError())
                ? OptionalDouble.empty()
                : OptionalDouble.of(seconds.z(theory.getAsDouble()));
    }

    private static List<String> answers(List<TimedLoss> timed) {
        Comparator<TimedLoss> byTime =
                Comparator.comparingDouble(each -> each.updateSeconds().mean());
        TimedLoss least = timed.stream().min(byTime).orElseThrow();
        TimedLoss most = timed.stream().max(byTime).orElseThrow();
        if (least == most) {
            return List.of();
        }
        double factor = most.updateSeconds().mean() / least.updateSeconds().mean();
        Optional<Double> worst = timed.stream()
                .flatMap(each -> z(each).stream().mapToObj(Math::abs))
                .max(Comparator.naturalOrder());
        return List.of(String.format(
                Locale.ROOT,
                "An update takes %s s with %s and %s s with %s, %s times as long%s.",
                FigureText.significant(least.updateSeconds().mean(), 3),
                least.group().label(),
                FigureText.significant(most.updateSeconds().mean(), 3),
                most.group().label(),
                FigureText.significant(factor, 3),
                worst.map(z -> z < Overlay.Z_MAX
                                ? "; theory is met everywhere to |z| ≤ " + FigureText.fixed(z, 1)
                                : "; theory is missed, by up to |z| = " + FigureText.fixed(z, 1))
                        .orElse("")));
    }
}
