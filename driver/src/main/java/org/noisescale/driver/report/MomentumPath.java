package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.Thinning;
import org.noisescale.driver.analysis.asynchrony.ImplicitMomentum;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;

/** The mean path of a parameter under asynchrony beside the heavy ball that it is in expectation. */
final class MomentumPath implements Drawing {
    private static final String ID = "implicit-momentum";
    private static final String TITLE = "Asynchrony begets momentum";
    private static final int POINTS_MAX = 60;
    private static final List<String> COLUMNS = List.of(
            "runs", "seeds", "momentum μ", "standard error", "1 − 1/W", "z", "step κ", "standard error ", "a/W");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Averaged> averaged = comparison.groups().stream()
                .flatMap(group -> Averaged.find(group).stream())
                .toList();
        if (averaged.isEmpty()) {
            return Page.Section.nothing(
                    ID, TITLE, "No run wrote its parameters down: set measure.path to 1 on a simulated cluster.");
        }
        List<Page.Series> series =
                averaged.stream().flatMap(each -> each.series().stream()).toList();
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.linear("update")),
                Page.Axis.linear("mean of the first parameter over seeds"),
                series,
                Overlay.keys(
                        series,
                        "mean over seeds, ± standard error",
                        "heavy ball with μ = 1 − 1/W, step η/W, initial velocity −aθ₀"));
        String caption = "Each run draws another order of arrivals. In the mean over all orders asynchronous SGD with W"
                + " exponential workers is the heavy ball of the broken line, which nobody asked for (Mitliagkas et al."
                + " 2016, theorem 3; a = ηh). The table estimates its momentum and step from the runs alone, by least"
                + " squares over their updates, each half of the seeds with the means of the other half as instruments;"
                + " standard errors by leaving out one seed after the other.";
        List<Averaged> fitted =
                averaged.stream().filter(each -> each.fit().isPresent()).toList();
        return new Page.Section(
                ID,
                TITLE,
                caption,
                answers(fitted),
                List.of(chart),
                fitted.isEmpty() ? List.of() : List.of(table(fitted)));
    }

    private static Page.Table table(List<Averaged> fitted) {
        List<List<String>> rows = new ArrayList<>();
        for (Averaged each : fitted) {
            ImplicitMomentum fit = each.fit().orElseThrow();
            OptionalDouble a = each.contraction();
            rows.add(List.of(
                    each.group.label(),
                    String.valueOf(each.paths.size()),
                    FigureText.fixed(fit.momentum(), 4),
                    FigureText.significant(fit.momentumError(), 2),
                    FigureText.fixed(each.truth(), 4),
                    FigureText.fixed(each.z(), 2),
                    FigureText.significant(fit.step(), 4),
                    FigureText.significant(fit.stepError(), 2),
                    a.isPresent() ? FigureText.significant(a.getAsDouble() / each.workers(), 4) : ""));
        }
        return new Page.Table(ID, "Momentum measured; z = (μ − (1 − 1/W)) / standard error", COLUMNS, rows);
    }

    private static List<String> answers(List<Averaged> fitted) {
        if (fitted.isEmpty()) {
            return List.of();
        }
        Averaged last = fitted.get(fitted.size() - 1);
        ImplicitMomentum fit = last.fit().orElseThrow();
        double worst =
                fitted.stream().mapToDouble(each -> Math.abs(each.z())).max().orElse(0);
        return List.of(
                "Asynchrony acts as momentum: with " + last.workers() + " workers the runs show μ = "
                        + FigureText.fixed(fit.momentum(), 3) + " ± " + FigureText.significant(fit.momentumError(), 2)
                        + ", theory says 1 − 1/W = " + FigureText.fixed(last.truth(), 3) + ".",
                "The mean over orders of arrival swings like a heavy ball, though no optimizer here has momentum; "
                        + (worst < Overlay.Z_MAX ? "all" : "not all") + " fits agree with theory (largest |z| "
                        + FigureText.fixed(worst, 1) + ").");
    }

    /** The first parameter of a group of asynchronous runs. */
    private record Averaged(RunGroup group, int workers, List<double[]> paths) {
        static Optional<Averaged> find(RunGroup group) {
            List<double[]> paths = group.runs().stream()
                    .flatMap(run -> group.study().findPath(run).stream())
                    .map(table -> table.numbers("parameter_1"))
                    .toList();
            int length = paths.stream().mapToInt(path -> path.length).min().orElse(0);
            boolean same = paths.stream().allMatch(path -> path.length == length) && length > 2;
            return RuleTheory.of(group)
                    .filter(theory -> same && theory.policy() instanceof AsynchronousPolicy)
                    .map(theory -> new Averaged(group, theory.workers(), paths));
        }

        double truth() {
            return 1 - 1.0 / workers;
        }

        Optional<ImplicitMomentum> fit() {
            return paths.size() < ImplicitMomentum.SEEDS_MIN || workers == 1
                    ? Optional.empty()
                    : Optional.of(ImplicitMomentum.of(paths));
        }

        double z() {
            ImplicitMomentum fit = fit().orElseThrow();
            return (fit.momentum() - truth()) / fit.momentumError();
        }

        /** a = ηh of the first parameter of a quadratic. */
        OptionalDouble contraction() {
            return group.findConfiguration()
                    .filter(configuration -> configuration.data() instanceof DataPlan.Quadratic)
                    .flatMap(configuration -> HeavyBall.find(configuration.optimizer())
                            .filter(ball -> ball.momentum() == 0)
                            .map(ball -> ball.learningRate()
                                    * ((DataPlan.Quadratic) configuration.data())
                                            .curvatures()
                                            .get(0)))
                    .map(OptionalDouble::of)
                    .orElse(OptionalDouble.empty());
        }

        List<Page.Series> series() {
            int length = paths.get(0).length;
            int[] drawn = Thinning.evenly(length, POINTS_MAX);
            Overlay overlay = new Overlay();
            for (int t : drawn) {
                overlay.add(
                        t,
                        MeanEstimate.of(
                                paths.stream().mapToDouble(path -> path[t]).toArray()));
            }
            contraction().ifPresent(a -> {
                double[] law = ImplicitMomentum.path(a, workers, paths.get(0)[0], length - 1);
                IntStream.range(0, length).forEach(t -> overlay.addLaw(t, law[t]));
            });
            return overlay.series(group.label(), group.look());
        }
    }
}
