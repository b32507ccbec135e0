package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisescale.driver.analysis.Thinning;

/** The measured mean loss on the noisy quadratic beside its closed form, with a table of z scores. */
final class QuadraticTheory implements Drawing {
    private static final String ID = "quadratic-theory";
    private static final String TITLE = "Measured loss against the closed form";
    private static final int MEASURED_POINTS_MAX = 30;
    private static final double LIMIT = 5;
    private static final List<String> COLUMNS =
            List.of("series", "updates", "closed form", "measured mean", "standard error", "z");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<QuadraticSeries> measured = comparison.groups().stream()
                .flatMap(group -> QuadraticSeries.find(group).stream())
                .toList();
        if (measured.isEmpty()) {
            return Page.Section.nothing(
                    ID,
                    TITLE,
                    "There is no closed form to compare with: it exists for data.source quadratic with the optimizers"
                            + " sgd and momentum under training.synchronization bsp.");
        }
        Page.Chart chart = new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.logarithmic("step t (the loss before update t)")
                        .withSwitch()),
                Page.Axis.logarithmic("expected loss L(θ)").withSwitch(),
                measured.stream().flatMap(QuadraticTheory::series).toList(),
                List.of(
                        new Page.Key(Page.Style.POINTS, "measured mean over seeds, ± standard error"),
                        new Page.Key(Page.Style.LAW, "closed form")));
        List<QuadraticSeries.Check> checks =
                measured.stream().flatMap(QuadraticTheory::checks).toList();
        return new Page.Section(ID, TITLE, caption(), answer(checks), List.of(chart), List.of(table(checks)));
    }

    private static Stream<Page.Series> series(QuadraticSeries measured) {
        int count = measured.length();
        List<Double> x = new ArrayList<>();
        List<Double> y = new ArrayList<>();
        IntStream.of(Thinning.logarithmically(count, Curves.POINTS_MAX)).forEach(t -> {
            x.add(t + 1.0);
            y.add(measured.theory().get(t).mean());
        });
        ErrorBars bars = new ErrorBars();
        IntStream.of(Thinning.logarithmically(count, MEASURED_POINTS_MAX)).forEach(t -> {
            QuadraticSeries.Check check = measured.check(t);
            double mean = check.measured();
            bars.add(t + 1.0, mean, mean - check.standardError(), mean + check.standardError());
        });
        RunGroup group = measured.group();
        return Stream.of(
                ErrorBars.law(group.label(), group.look(), x, y),
                bars.series(group.label(), group.look(), Page.Style.POINTS));
    }

    private static Stream<QuadraticSeries.Check> checks(QuadraticSeries measured) {
        int last = measured.length() - 1;
        return IntStream.of(1, 10, 100, last)
                .filter(t -> t > 0 && t <= last)
                .sorted()
                .distinct()
                .mapToObj(measured::check);
    }

    private static Page.Table table(Collection<QuadraticSeries.Check> checks) {
        List<List<String>> rows = checks.stream()
                .map(check -> List.of(
                        check.label(),
                        String.valueOf(check.updates()),
                        FigureText.significant(check.truth(), 4),
                        FigureText.significant(check.measured(), 4),
                        FigureText.significant(check.standardError(), 2),
                        FigureText.fixed(check.z(), 2)))
                .toList();
        return new Page.Table("z-scores", "z = (measured − closed form) / standard error", COLUMNS, rows);
    }

    private static String caption() {
        return "The loss of the noisy quadratic model is known in closed form: every coordinate is Gaussian, and its"
                + " mean and variance follow an exact recursion (Zhang et al. 2019). Nothing is fitted. The standard"
                + " error is that of the theory, the exact standard deviation of the loss over seeds divided by the"
                + " root of their number, so it holds for few seeds too; |z| beyond "
                + FigureText.significant(LIMIT, 1) + " means that measurement and theory disagree.";
    }

    private static List<String> answer(List<QuadraticSeries.Check> checks) {
        Optional<QuadraticSeries.Check> worst =
                checks.stream().max((a, b) -> Double.compare(Math.abs(a.z()), Math.abs(b.z())));
        return worst
                .map(check -> verdict(check) + ": the largest |z| of "
                        + FigureText.counted(checks.size(), "comparison") + " is "
                        + FigureText.fixed(Math.abs(check.z()), 1) + " (" + check.label() + ", after "
                        + FigureText.counted(check.updates(), "update") + ").")
                .stream()
                .toList();
    }

    private static String verdict(QuadraticSeries.Check worst) {
        return Math.abs(worst.z()) < LIMIT
                ? "The measured loss agrees with the closed form"
                : "The measured loss disagrees with the closed form";
    }
}
