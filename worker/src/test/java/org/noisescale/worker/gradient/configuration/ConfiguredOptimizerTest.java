package org.noisescale.worker.gradient.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.UpdateRule;
import org.noisescale.parameterserver.optimizer.UpdateRule.AdamForm;
import org.noisescale.parameterserver.optimizer.UpdateRule.MomentumForm;
import org.noisescale.worker.gradient.InputShape;
import org.noisescale.worker.gradient.NetworkPlan;
import org.noisescale.worker.gradient.SamplingPlan;

class ConfiguredOptimizerTest {
    private static final ConfiguredOptimizer.Duration DURATION = new ConfiguredOptimizer.Duration(10, 5, 20);

    static List<Arguments> updaters() {
        return List.of(
                arguments(new Sgd(0.3), new UpdateRule.Sgd(), 0.3),
                arguments(new NoOp(), new UpdateRule.Sgd(), 1),
                arguments(
                        new Nesterovs(0.3, 0.8), new UpdateRule.Nesterov(0.8, MomentumForm.LEARNING_RATE_INSIDE), 0.3),
                arguments(new AdaGrad(0.3, 1e-5), new UpdateRule.AdaGrad(1e-5, 1e-6), 0.3),
                arguments(new RmsProp(0.3, 0.9, 1e-5), new UpdateRule.RmsProp(0.9, 1e-5, 1e-5), 0.3),
                arguments(
                        new Adam(0.3, 0.8, 0.9, 1e-5),
                        new UpdateRule.Adam(0.8, 0.9, 1e-5, AdamForm.EPSILON_UNCORRECTED),
                        0.3),
                arguments(
                        new AMSGrad(0.3, 0.8, 0.9, 1e-5),
                        new UpdateRule.AmsGrad(0.8, 0.9, 1e-5, AdamForm.EPSILON_UNCORRECTED),
                        0.3),
                arguments(new Nadam(0.3, 0.8, 0.9, 1e-5), new UpdateRule.Nadam(0.8, 0.9, 1e-5), 0.3),
                arguments(new AdaMax(0.3, 0.8, 0.9, 1e-5), new UpdateRule.AdaMax(0.8, 0.9, 1e-5), 0.3),
                arguments(new AdaBelief(0.3, 0.8, 0.9, 1e-5), new UpdateRule.AdaBelief(0.8, 0.9, 1e-5), 0.3),
                arguments(new AdaDelta(0.9, 1e-5), new UpdateRule.AdaDelta(0.9, 1e-5), 1));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void turnsEveryUpdaterIntoItsRule(IUpdater updater, UpdateRule rule, double rate) {
        OptimizerPlan plan = plan(
                NetworkConfiguration.of(Configurations.layered(new NeuralNetConfiguration.Builder().updater(updater))));

        assertThat(plan.segments()).hasSize(2).allSatisfy(segment -> {
            assertThat(segment.rule()).isEqualTo(rule);
            assertThat(segment.schedule().at(1)).isEqualTo(rate);
            assertThat(segment.schedule().at(10)).isEqualTo(rate);
        });
    }

    @Test
    void tabulatesSchedulesByIterationAndByEpoch() {
        OptimizerPlan plan = plan(NetworkConfiguration.of(Configurations.layered(
                new NeuralNetConfiguration.Builder(),
                new DenseLayer.Builder()
                        .nOut(5)
                        .updater(new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 0.9)))
                        .biasUpdater(new Adam(new StepSchedule(ScheduleType.EPOCH, 0.5, 0.1, 1)))
                        .build())));

        assertThat(plan.segment(0).schedule().at(1)).isEqualTo(0.5);
        assertThat(plan.segment(0).schedule().at(3)).isEqualTo(0.5 * Math.pow(0.9, 2));
        assertThat(plan.segment(1).rule()).isInstanceOf(UpdateRule.Adam.class);
        assertThat(plan.segment(1).schedule().at(4)).isEqualTo(0.5);
        assertThat(plan.segment(1).schedule().at(5)).isEqualTo(0.5 * 0.1);
    }

    @Test
    void regularisesWhatTheLayerRegularises() {
        OptimizerPlan plan = plan(NetworkConfiguration.of(Configurations.layered(
                new NeuralNetConfiguration.Builder().l1(0.1).l2(0.2).l2Bias(0.3),
                Configurations.dense(),
                new BatchNormalization(),
                new DenseLayer.Builder().nOut(5).weightDecay(0.4).build())));

        assertThat(plan.segments().stream().map(segment -> segment.regularization()))
                .startsWith(
                        new Regularization(0.1, 0.2, 0),
                        new Regularization(0, 0.3, 0),
                        Regularization.NONE,
                        Regularization.NONE,
                        Regularization.NONE,
                        Regularization.NONE);
        assertThat(plan.segment(6).regularization().weightDecay()).isEqualTo(0.4);
    }

    @Test
    void clipsLayersAsWholesAndTheirParametersOnTheirOwn() {
        OptimizerPlan plan = plan(NetworkConfiguration.of(Configurations.branches(
                new NeuralNetConfiguration.Builder(),
                new DenseLayer.Builder()
                        .nOut(5)
                        .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .gradientNormalizationThreshold(2)
                        .build(),
                new DenseLayer.Builder()
                        .nOut(5)
                        .gradientNormalization(GradientNormalization.RenormalizeL2PerParamType)
                        .build())));

        assertThat(plan.clipping())
                .isEqualTo(new Clipping.ByGroup(List.of(
                        new Clipping.Group(List.of(0, 1), Clipping.Rule.NORM, 2),
                        new Clipping.Group(List.of(2), Clipping.Rule.RENORMALIZE, 1),
                        new Clipping.Group(List.of(3), Clipping.Rule.RENORMALIZE, 1))));
    }

    @Test
    void keepsFrozenLayersFrozenUnderAnyOptimizer() {
        NetworkConfiguration configuration = NetworkConfiguration.of(Configurations.layered(
                new NeuralNetConfiguration.Builder().updater(new Sgd(0.3)), new FrozenLayer(Configurations.dense())));

        OptimizerPlan own = plan(configuration);
        OptimizerPlan replaced = ConfiguredOptimizer.replaced(
                configuration, layout(configuration), OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.5));

        assertThat(own.segments().stream().map(segment -> segment.rule()))
                .containsExactly(
                        new UpdateRule.Frozen(), new UpdateRule.Frozen(), new UpdateRule.Sgd(), new UpdateRule.Sgd());
        assertThat(own.segment(0).schedule().at(1)).isEqualTo(0.3);
        assertThat(replaced.segment(1).rule()).isEqualTo(new UpdateRule.Frozen());
        assertThat(replaced.segment(2).rule()).isEqualTo(new UpdateRule.Momentum(0.9));
    }

    static List<Arguments> refused() {
        return List.of(
                arguments(
                        new NeuralNetConfiguration.Builder()
                                .updater(new Nesterovs(0.1, new StepSchedule(ScheduleType.EPOCH, 0.5, 0.1, 1))),
                        "layer 0 (BatchNormalization): updater Nesterovs: momentumISchedule is not supported"),
                arguments(
                        new NeuralNetConfiguration.Builder().updater(new Sgd(-1)),
                        "layer 0 (BatchNormalization): updater Sgd: learningRate must be"),
                arguments(
                        new NeuralNetConfiguration.Builder()
                                .gradientNormalization(GradientNormalization.ClipL2PerLayer),
                        "layer 0 (BatchNormalization): gradientNormalization ClipL2PerLayer"),
                arguments(
                        new NeuralNetConfiguration.Builder().weightDecay(0.1, false),
                        "layer 1 (OutputLayer): weightDecay without applyLR"),
                arguments(
                        new NeuralNetConfiguration.Builder()
                                .regularization(List.of(
                                        new L2Regularization(new StepSchedule(ScheduleType.EPOCH, 0.5, 0.1, 1)))),
                        "layer 1 (OutputLayer): l2 with a schedule"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refused")
    void refusesByNameWhatTheServerCannotDo(NeuralNetConfiguration.Builder builder, String message) {
        NetworkConfiguration configuration =
                NetworkConfiguration.of(Configurations.layered(builder, new BatchNormalization()));

        assertThatThrownBy(() -> plan(configuration))
                .isInstanceOf(RefusedModelException.class)
                .hasMessageStartingWith(message);
    }

    private static OptimizerPlan plan(NetworkConfiguration configuration) {
        return ConfiguredOptimizer.of(configuration, layout(configuration), DURATION);
    }

    private static ParameterLayout layout(NetworkConfiguration configuration) {
        return new NetworkPlan(configuration, InputShape.flat(4), new SamplingPlan(1, false))
                .initialModel()
                .layout();
    }
}
