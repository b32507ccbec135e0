package org.noisescale.driver.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.noisescale.driver.analysis.MeanEstimate;
import org.noisescale.driver.analysis.MovingAverage;
import org.noisescale.driver.analysis.SeedBand;
import org.noisescale.driver.analysis.Thinning;
import org.noisescale.parameterserver.synchronization.LocalPolicy;

/** The loss of a group of simulated runs at the steps, with the clock, and what theory says of both. */
final class TimedLoss {
    /** The part of a run at whose end the loss counts as having come to rest. */
    private static final double REST_SHARE = 0.25;
    /** The part of a run in which workers that began together come apart. */
    private static final double BEGINNING_SHARE = 0.25;
    /** Of each run: seeds alone are too few to tell an error from. */
    private static final int BLOCKS = 4;

    private final RunGroup group;
    private final List<Double> seconds;
    private final SeedBand losses;
    private final Optional<RuleTheory> theory;

    private TimedLoss(RunGroup group, List<double[]> clocks) {
        this.group = group;
        seconds = SeedBand.over(clocks).mean();
        losses = SeedBand.over(group.series("loss"));
        theory = RuleTheory.of(group);
    }

    /** Of a group whose runs were simulated. */
    static Optional<TimedLoss> find(RunGroup group) {
        List<double[]> clocks = group.series("simulated_seconds");
        boolean simulated = clocks.stream().allMatch(clock -> clock.length > 1 && Double.isFinite(clock[0]));
        return simulated ? Optional.of(new TimedLoss(group, clocks)) : Optional.empty();
    }

    RunGroup group() {
        return group;
    }

    /**
     * Whether an update is a meeting of workers that took steps of their own, which is not to be compared with others.
     */
    boolean isOfLocalSteps() {
        return theory.map(RuleTheory::policy)
                .filter(LocalPolicy.class::isInstance)
                .isPresent();
    }

    /** How many steps every seed has. */
    int length() {
        return seconds.size();
    }

    /** The mean time of an update behind the beginning, where nobody has waited yet; its error is that over blocks. */
    MeanEstimate updateSeconds() {
        return MeanEstimate.ofBlocks(
                group.series("simulated_seconds").stream().map(TimedLoss::gaps).toList(), BLOCKS);
    }

    private static double[] gaps(double[] clock) {
        int first = (int) (clock.length * BEGINNING_SHARE);
        return IntStream.range(first, clock.length)
                .mapToDouble(i -> i == 0 ? clock[0] : clock[i] - clock[i - 1])
                .toArray();
    }

    /** The same in theory. */
    OptionalDouble updateSecondsInTheory() {
        return theory.map(RuleTheory::updateSeconds).orElse(OptionalDouble.empty());
    }

    /** The mean of the loss at the end; its error is that over blocks. */
    MeanEstimate rest() {
        return MeanEstimate.ofBlocks(
                group.series("loss").stream()
                        .map(loss -> Arrays.copyOfRange(loss, (int) (loss.length * (1 - REST_SHARE)), loss.length))
                        .toList(),
                BLOCKS);
    }

    /** The same in theory. */
    OptionalDouble restInTheory() {
        return theory.map(RuleTheory::rest).orElse(OptionalDouble.empty());
    }

    /** The loss at a time, smoothed by a moving average over a share of the steps. */
    Curve measured(double share) {
        double[] mean = losses.mean().stream().mapToDouble(Double::doubleValue).toArray();
        double[] smooth = MovingAverage.of(mean, (int) (length() * share / 2));
        return new Curve(
                seconds, IntStream.range(0, length()).mapToObj(i -> smooth[i]).toList(), rest().mean());
    }

    /** The loss at a time in theory. */
    Optional<Curve> inTheory() {
        List<Double> expected = theory.map(known -> known.losses(length())).orElse(List.of());
        OptionalDouble each = updateSecondsInTheory();
        return expected.isEmpty() || each.isEmpty()
                ? Optional.empty()
                : Optional.of(new Curve(
                        IntStream.rangeClosed(1, length())
                                .mapToObj(t -> t * each.getAsDouble())
                                .toList(),
                        expected,
                        restInTheory().orElse(Double.NaN)));
    }

    /**
     * Until when the loss of one is below that of another.
     *
     * @param seconds of the clock; where the end is not seen, that of the other one's last step
     */
    record Lead(double seconds, End end) {
        /** What became of it. */
        enum End {
            SEEN,
            NOT_SEEN,
            NEVER_AHEAD
        }
    }

    /** A loss by the clock, and where it stays behind the end. */
    record Curve(List<Double> seconds, List<Double> losses, double rest) {
        double end() {
            return seconds.get(seconds.size() - 1);
        }

        /**
         * The lead over another loss. It ends where it is greatest, added up over the other one's steps: behind that
         * the other one is below in the mean, though noise may carry it above now and then.
         */
        Lead leadOver(Curve other) {
            int last = -1;
            double sum = 0;
            double greatest = 0;
            for (int step = 0; step < other.seconds.size(); step++) {
                double difference = behind(other, step);
                sum += Double.isNaN(difference) ? 0 : difference;
                if (sum > greatest) {
                    greatest = sum;
                    last = step;
                }
            }
            if (last < 0) {
                return new Lead(Double.NaN, Lead.End.NEVER_AHEAD);
            }
            return last == other.seconds.size() - 1
                    ? new Lead(other.end(), Lead.End.NOT_SEEN)
                    : new Lead(crossing(other, last), Lead.End.SEEN);
        }

        private double behind(Curve other, int step) {
            return other.losses.get(step) - at(other.seconds.get(step));
        }

        /** Between a step after which it is ahead and the next one, on straight lines. */
        private double crossing(Curve other, int step) {
            double before = behind(other, step);
            double share = before / (before - behind(other, step + 1));
            double from = other.seconds.get(step);
            return from + share * (other.seconds.get(step + 1) - from);
        }

        /** At the last step until then; NaN before the first. */
        double at(double time) {
            if (time > end()) {
                return rest;
            }
            int low = -1;
            int high = seconds.size();
            while (high - low > 1) {
                int middle = (low + high) / 2;
                if (seconds.get(middle) <= time) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            return low < 0 ? Double.NaN : losses.get(low);
        }
    }

    /** What was measured as a line with its band, and theory as a broken line. */
    List<Page.Series> series() {
        List<Page.Series> series = new ArrayList<>();
        int[] drawn = Thinning.logarithmically(length(), Curves.POINTS_MAX);
        boolean single = group.runs().size() == 1;
        series.add(new Page.Series(
                group.label(),
                group.look(),
                Page.Style.LINE,
                List.of(at(drawn, seconds), steps(drawn)),
                at(drawn, losses.mean()),
                single ? List.of() : at(drawn, losses.low()),
                single ? List.of() : at(drawn, losses.high())));
        inTheory()
                .ifPresent(curve -> series.add(new Page.Series(
                        group.label(),
                        group.look(),
                        Page.Style.LAW,
                        List.of(at(drawn, curve.seconds), steps(drawn)),
                        at(drawn, curve.losses),
                        List.of(),
                        List.of())));
        return series;
    }

    private static List<Double> at(int[] positions, List<Double> values) {
        return IntStream.of(positions).mapToObj(values::get).toList();
    }

    private static List<Double> steps(int[] positions) {
        return IntStream.of(positions).mapToObj(i -> i + 1.0).toList();
    }
}
