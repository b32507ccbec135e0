package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.Thinning;
import org.noisescale.driver.study.Configuration;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.parameterserver.synchronization.LocalPolicy;

/** Local SGD: how far the workers are apart when they meet, and what their mean knows of it. */
final class LocalSpread implements Drawing {
    private static final String ID = "local-spread";
    private static final String TITLE = "Workers that meet seldom";
    /** Of each run: what workers do between two meetings does not depend on what they did before. */
    private static final int BLOCKS = 10;

    private static final List<String> COLUMNS =
            List.of("runs", "steps between meetings", "spread", "standard error", "in theory", "z");

    @Override
    public Page.Section draw(Comparison comparison) {
        List<Local> locals = comparison.groups().stream()
                .flatMap(group -> Local.find(group).stream())
                .sorted(Comparator.comparingInt(Local::period))
                .toList();
        if (locals.isEmpty()) {
            return Page.Section.nothing(ID, TITLE, "No worker took steps of its own: there is no run of rule local.");
        }
        List<Page.Chart> charts = List.of(spread(locals), loss(locals));
        String caption = "Before K workers average their parameters they are (1/K) Σ |θ_w − θ̄|² apart; on a quadratic"
                + " with the same Hessian for all, and additive noise, that is (1 − 1/K)(η²/b) Σ cᵢ (1 − (1−aᵢ)²ᴴ) /"
                + " (1 − (1−aᵢ)²) with a = ηh after H steps (Stich 2019 for the algorithm; the spread is that of K"
                + " independent linear recursions). Their mean takes the same way whatever H is, noise for noise: what"
                + " H changes on a quadratic is how often they talk. The second chart shows the loss of that mean.";
        return new Page.Section(ID, TITLE, caption, answers(locals), charts, List.of(table(locals)));
    }

    private static Page.Chart spread(List<Local> locals) {
        Overlay overlay = new Overlay();
        locals.forEach(each -> overlay.add(each.period(), each.spread(), each.theory()));
        List<Page.Series> series = overlay.series("all", new Page.Look(0, 0.6));
        return new Page.Chart(
                ID,
                "",
                List.of(Page.Axis.logarithmic("steps between meetings, H")),
                Page.Axis.logarithmic("spread of the workers before they meet").withSwitch(),
                series,
                Overlay.keys(series));
    }

    private static Page.Chart loss(List<Local> locals) {
        return new Page.Chart(
                ID + "-loss",
                "",
                List.of(
                        Page.Axis.logarithmic("steps of each worker").withSwitch(),
                        Page.Axis.logarithmic("simulated time (s)").withSwitch()),
                Page.Axis.logarithmic("loss of the workers' mean").withSwitch(),
                locals.stream().map(Local::lossSeries).toList(),
                List.of());
    }

    private static Page.Table table(List<Local> locals) {
        List<List<String>> rows = new ArrayList<>();
        for (Local each : locals) {
            MeanEstimate spread = each.spread();
            OptionalDouble theory = each.theory();
            rows.add(List.of(
                    each.group.label(),
                    String.valueOf(each.period()),
                    FigureText.significant(spread.mean(), 4),
                    FigureText.significant(spread.standardError(), 2),
                    theory.isPresent() ? FigureText.significant(theory.getAsDouble(), 4) : "",
                    theory.isPresent() ? FigureText.fixed(spread.z(theory.getAsDouble()), 2) : ""));
        }
        return new Page.Table(ID, "z = (measured − theory) / standard error", COLUMNS, rows);
    }

    private static List<String> answers(List<Local> locals) {
        Local often = locals.get(0);
        Local seldom = locals.get(locals.size() - 1);
        if (often.equals(seldom)) {
            return List.of();
        }
        List<String> sentences = new ArrayList<>();
        sentences.add("Workers that meet after " + seldom.period() + " steps instead of " + often.period() + " are "
                + FigureText.significant(seldom.spread().mean(), 3) + " apart instead of "
                + FigureText.significant(often.spread().mean(), 3)
                + (locals.stream().allMatch(each -> each.theory().isPresent())
                        ? " (theory: "
                                + FigureText.significant(seldom.theory().getAsDouble(), 3) + " and "
                                + FigureText.significant(often.theory().getAsDouble(), 3) + ")."
                        : "."));
        double difference = difference(often, seldom);
        if (Double.isFinite(difference)) {
            sentences.add("Their mean does not know it: after as many steps its loss differs by at most "
                    + FigureText.significant(difference, 2) + " of itself, and the run takes "
                    + FigureText.significant(seldom.secondsAStep(), 3) + " s a step instead of "
                    + FigureText.significant(often.secondsAStep(), 3) + ".");
        }
        return sentences;
    }

    /** The greatest relative difference of the losses at steps at which both met; NaN if there is none. */
    private static double difference(Local often, Local seldom) {
        double worst = Double.NaN;
        for (int i = 0; i < often.group.runs().size(); i++) {
            double[] first = often.group.runs().get(i).series("evaluation_loss");
            double[] second = seldom.group.runs().get(i).series("evaluation_loss");
            for (int meeting = 0; meeting < second.length; meeting++) {
                int steps = (meeting + 1) * seldom.period();
                int same = steps / often.period() - 1;
                if (steps % often.period() == 0 && same < first.length) {
                    double now = Math.abs(second[meeting] / first[same] - 1);
                    worst = Double.isNaN(now) || worst > now ? worst : now;
                }
            }
        }
        return worst;
    }

    /** A group under rule local with one period from the beginning. */
    private record Local(RunGroup group, Configuration configuration, LocalPolicy policy) {
        static Optional<Local> find(RunGroup group) {
            return group.findConfiguration()
                    .filter(configuration ->
                            configuration.training().cluster().synchronization().policy() instanceof LocalPolicy policy
                                    && policy.from() == 0)
                    .map(configuration -> new Local(group, configuration, (LocalPolicy)
                            configuration.training().cluster().synchronization().policy()));
        }

        int period() {
            return policy.period();
        }

        MeanEstimate spread() {
            return MeanEstimate.ofBlocks(group.series("worker_spread"), BLOCKS);
        }

        double secondsAStep() {
            return group.series("simulated_seconds").stream()
                    .mapToDouble(clock -> clock[clock.length - 1] / clock.length / period())
                    .average()
                    .orElse(Double.NaN);
        }

        OptionalDouble theory() {
            Optional<HeavyBall> ball = HeavyBall.find(configuration.optimizer());
            if (!(configuration.data() instanceof DataPlan.Quadratic quadratic)
                    || ball.isEmpty()
                    || ball.get().momentum() != 0) {
                return OptionalDouble.empty();
            }
            int workers = configuration.training().cluster().workers();
            double rate = ball.get().learningRate();
            double each = (double) configuration.training().batchSize() / workers;
            double sum = IntStream.range(0, quadratic.curvatures().size())
                    .mapToDouble(i -> quadratic.noiseVariances().get(i)
                            * geometric(
                                    Math.pow(1 - rate * quadratic.curvatures().get(i), 2)))
                    .sum();
            return OptionalDouble.of((1 - 1.0 / workers) * rate * rate / each * sum);
        }

        /** 1 + q + … + q^(H−1). */
        private double geometric(double factor) {
            double sum = 0;
            for (int step = 0; step < period(); step++) {
                sum = 1 + factor * sum;
            }
            return sum;
        }

        Page.Series lossSeries() {
            List<double[]> losses = group.series("evaluation_loss");
            double[] clock = group.series("simulated_seconds").get(0);
            int[] evaluated = IntStream.range(0, clock.length)
                    .filter(i -> losses.stream().allMatch(series -> Double.isFinite(series[i])))
                    .toArray();
            int[] drawn = IntStream.of(Thinning.logarithmically(evaluated.length, Curves.POINTS_MAX))
                    .map(i -> evaluated[i])
                    .toArray();
            List<Double> mean = IntStream.of(drawn)
                    .mapToObj(i -> losses.stream()
                            .mapToDouble(series -> series[i])
                            .average()
                            .orElse(Double.NaN))
                    .toList();
            List<List<Double>> x = List.of(
                    IntStream.of(drawn).mapToObj(i -> (i + 1.0) * period()).toList(),
                    IntStream.of(drawn).mapToObj(i -> clock[i]).toList());
            return new Page.Series(group.label(), group.look(), Page.Style.LINE, x, mean, List.of(), List.of());
        }
    }
}
