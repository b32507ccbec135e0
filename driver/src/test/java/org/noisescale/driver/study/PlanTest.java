package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.TrainingPlan.Cluster;
import org.noisescale.driver.study.TrainingPlan.Sampling;
import org.noisescale.driver.study.TrainingPlan.Transport;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/** Plans are valid once they exist, also where no file was read. */
class PlanTest {
    private static final EvaluationSplit FIFTH = new EvaluationSplit.Fraction(0.2);
    private static final TrainingPlan.Evaluations AT_THE_END = new TrainingPlan.Evaluations(0, new Target.None());
    private static final Cluster PAIR = new Cluster(2, 2, 1, Transport.AUTO);

    @Test
    void dataRefusesWhatIsOutOfRange() {
        assertRefused(() -> new DataPlan.Strokes(99, FIFTH, Scaling.NONE, 1), "examples must be a whole number");
        assertRefused(() -> new DataPlan.Strokes(100, FIFTH, Scaling.NONE, -1), "seed must be a whole number from 0");
        assertRefused(() -> new DataPlan.Idx("i", "l", 1, FIFTH, Scaling.UNIT, 1), "classes must be 0");
        assertRefused(
                () -> new DataPlan.Csv("p", new LabelPlan.Classes("y", 0), List.of("y"), FIFTH, Scaling.UNIT, 1),
                "features must not contain the label column y");
        assertRefused(
                () -> new DataPlan.Quadratic(List.of(1.0), List.of(-1.0), List.of(0.0)),
                "each of noiseVariances must be a finite number from 0, was -1.0");
        assertRefused(
                () -> new DataPlan.Quadratic(List.of(1.0), List.of(1.0), List.of(Double.NaN)),
                "each of initialParameters must be a finite number, was NaN");
        assertRefused(
                () -> new DataPlan.Quadratic(List.of(1.0), List.of(1.0, 2.0), List.of(0.0)),
                "noiseVariances must have as many values as curvatures (1), had 2");
        assertRefused(
                () -> new DataPlan.Quadratic(List.of(), List.of(), List.of()), "the number of curvatures must be");
    }

    @Test
    void evaluationSplitsLeaveSomethingForBothParts() {
        assertThat(new EvaluationSplit.Fraction(0.2).heldOut(20_000)).isEqualTo(4_000);
        assertThat(new EvaluationSplit.Fraction(0.07).heldOut(100)).isEqualTo(7);
        assertThat(new EvaluationSplit.Fraction(0.001).heldOut(100)).isEqualTo(1);
        assertThat(new EvaluationSplit.Fraction(0.999).heldOut(100)).isEqualTo(99);
        assertThat(new EvaluationSplit.Last(360).heldOut(1797)).isEqualTo(360);
        assertThat(new EvaluationSplit.File("p", "").heldOut(100)).isZero();
        assertRefused(() -> new EvaluationSplit.Fraction(1), "fraction must be a number in (0, 1), was 1.0");
        assertRefused(() -> new EvaluationSplit.Last(0), "count must be a whole number from 1");
        assertRefused(() -> new EvaluationSplit.File(" ", ""), "path must not be empty");
    }

    @Test
    void modelsRefuseLayersOfNoUnits() {
        assertRefused(() -> mlp(List.of()), "the number of hidden layers must be a whole number from 1 to 32, was 0");
        assertRefused(() -> mlp(List.of(8, 0)), "each of hidden must be a whole number from 1 to 100000, was 0");
    }

    @Test
    void trainingRefusesWhatIsOutOfRange() {
        assertRefused(() -> training(PAIR, 1, 1, 60), "batchSize must be at least virtualWorkers (2), was 1");
        assertRefused(() -> training(PAIR, 2, 0, 60), "steps must be a whole number from 1");
        assertRefused(() -> training(PAIR, 2, 1, Double.NaN), "waitLimitSeconds must be a number in [0.1, 86400.0]");
        assertRefused(() -> new Cluster(3, 2, 1, Transport.AUTO), "virtualWorkers must be at least workers (3), was 2");
        assertRefused(() -> new Cluster(1, 1, -1, Transport.AUTO), "shards must be");
    }

    @Test
    void aConfigurationFitsTogether() {
        DataPlan strokes = new DataPlan.Strokes(100, FIFTH, Scaling.NONE, 1);
        OptimizerPlan sgd = OptimizerPlan.of(new UpdateRule.Sgd(), 0.1);

        assertThat(new Configuration(strokes, mlp(List.of(8)), sgd, training(PAIR, 80, 1, 60), CurvaturePlan.never())
                        .data())
                .isEqualTo(strokes);
        assertRefused(
                () -> new Configuration(
                        strokes, mlp(List.of(8)), sgd, training(PAIR, 81, 1, 60), CurvaturePlan.never()),
                "training.batchSize must be at most the 80 training examples of an epoch");
        assertRefused(
                () -> new Configuration(
                        strokes, new ModelPlan.Quadratic(), sgd, training(PAIR, 8, 1, 60), CurvaturePlan.never()),
                "model.kind quadratic and data.source quadratic need each other");
        DataPlan squares = new DataPlan.LeastSquares(List.of(1.0), 1, List.of(1.0), List.of(1.0));
        assertRefused(
                () -> new Configuration(
                        squares, new ModelPlan.Softmax(), sgd, training(PAIR, 8, 1, 60), CurvaturePlan.never()),
                "model.kind must be linear with data.source least-squares");
    }

    @Test
    void listsInPlansDoNotChangeWithTheListsTheyCameFrom() {
        List<Integer> hidden = new ArrayList<>(List.of(8));
        List<Double> figures = new ArrayList<>(List.of(1.0));
        ModelPlan.Mlp model = mlp(hidden);
        DataPlan.Quadratic data = new DataPlan.Quadratic(figures, figures, figures);

        hidden.add(4);
        figures.add(2.0);

        assertThat(model.hidden()).containsExactly(8);
        assertThat(data.dimension()).isEqualTo(1);
    }

    private static ModelPlan.Mlp mlp(List<Integer> hidden) {
        return new ModelPlan.Mlp(hidden, ModelPlan.Activation.RELU, ModelPlan.Loss.CROSS_ENTROPY, BatchNorm.NONE, 0);
    }

    private static TrainingPlan training(Cluster cluster, int batchSize, int steps, double waitLimitSeconds) {
        TrainingPlan.Recovery recovery = new TrainingPlan.Recovery(waitLimitSeconds, 0, 0);
        return new TrainingPlan(cluster, batchSize, steps, Sampling.WITHOUT_REPLACEMENT, AT_THE_END, recovery, true);
    }

    private static void assertRefused(ThrowingCallable plan, String message) {
        assertThatThrownBy(plan).isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith(message);
    }
}
