package org.noisescale.worker.gradient.configuration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.learning.config.IUpdater;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.optimizer.Averaging;
import org.noisescale.parameterserver.optimizer.Clipping.Group;
import org.noisescale.parameterserver.optimizer.LearningRateSchedule;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.Regularization;
import org.noisescale.parameterserver.optimizer.SegmentPlan;
import org.noisescale.parameterserver.optimizer.TabulatedSchedule;
import org.noisescale.parameterserver.optimizer.UpdateRule;

/**
 * What a configuration asks of the server: for each segment the updater, schedule and regularisation that DL4J would
 * use, for each layer its gradient normalisation. What the server cannot do is refused with layer and setting.
 */
public final class ConfiguredOptimizer {
    private static final LearningRateSchedule ONE = new LearningRateSchedule.Constant(1);
    private static final SegmentPlan FROZEN = new SegmentPlan(new UpdateRule.Frozen(), ONE, Regularization.NONE);

    private final List<NamedLayer> layers;
    private final ParameterLayout layout;

    private ConfiguredOptimizer(NetworkConfiguration configuration, ParameterLayout layout) {
        layers = configuration.layers().stream()
                .sorted(Comparator.comparingInt(
                                (NamedLayer layer) -> layer.name().length())
                        .reversed())
                .toList();
        this.layout = layout;
    }

    /**
     * How long training goes, for schedules by iteration or epoch.
     *
     * @param steps how many updates there are
     * @param batchSize examples of an update
     * @param examples examples of an epoch
     */
    public record Duration(long steps, long batchSize, long examples) {
        /** The rate of an updater at each step; DL4J counts iterations and epochs from 0. */
        private LearningRateSchedule rates(IUpdater updater) {
            if (!updater.hasLearningRate()) {
                return ONE;
            }
            return TabulatedSchedule.of(steps, step -> updater.getLearningRate((int) (step - 1), epoch(step)));
        }

        private int epoch(long step) {
            return (int) Math.min(Integer.MAX_VALUE, (step - 1) * batchSize / examples);
        }
    }

    /**
     * The optimizer of a configuration by its own updaters.
     *
     * @param layout of its network
     * @throws RefusedModelException if the server cannot do what some layer asks for
     */
    public static OptimizerPlan of(NetworkConfiguration configuration, ParameterLayout layout, Duration duration) {
        return new ConfiguredOptimizer(configuration, layout).plan(duration);
    }

    /** Another optimizer in place of the updaters; frozen layers stay frozen. */
    public static OptimizerPlan replaced(
            NetworkConfiguration configuration, ParameterLayout layout, OptimizerPlan optimizer) {
        return configuration.layers().stream().anyMatch(NamedLayer::frozen)
                ? new ConfiguredOptimizer(configuration, layout).sparingFrozen(optimizer)
                : optimizer;
    }

    private OptimizerPlan plan(Duration duration) {
        Map<IUpdater, LearningRateSchedule> schedules = new HashMap<>();
        List<SegmentPlan> plans = new ArrayList<>();
        Map<NamedLayer, List<Integer>> clipped = new LinkedHashMap<>();
        for (Segment segment : layout.segments()) {
            NamedLayer layer = layer(segment);
            if (layer.frozen() || !segment.kind().isTrainable()) {
                plans.add(FROZEN);
                continue;
            }
            clipped.computeIfAbsent(layer, first -> new ArrayList<>()).add(plans.size());
            plans.add(plan(layer, segment.name().substring(layer.name().length() + 1), duration, schedules));
        }
        List<Group> groups = new ArrayList<>();
        clipped.forEach((layer, segments) -> groups.addAll(LayerClipping.groups(layer, segments)));
        return new OptimizerPlan(scheduled(plans), LayerClipping.of(groups), new Averaging.None());
    }

    private static SegmentPlan plan(
            NamedLayer layer, String parameter, Duration duration, Map<IUpdater, LearningRateSchedule> schedules) {
        IUpdater updater = layer.layer().getUpdaterByParam(parameter);
        UpdateRule rule = UpdaterRules.of(layer, updater);
        Regularization terms = RegularizationTerms.of(layer, layer.layer().getRegularizationByParam(parameter));
        try {
            return new SegmentPlan(rule, schedules.computeIfAbsent(updater, duration::rates), terms);
        } catch (IllegalArgumentException e) {
            throw layer.refusal("updater " + updater.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    private OptimizerPlan sparingFrozen(OptimizerPlan optimizer) {
        List<SegmentPlan> plans = new ArrayList<>();
        for (Segment segment : layout.segments()) {
            SegmentPlan usual = optimizer.segment(plans.size());
            SegmentPlan plain = segment.kind() == Segment.Kind.WEIGHT
                    ? usual
                    : new SegmentPlan(usual.rule(), usual.schedule(), Regularization.NONE);
            plans.add(layer(segment).frozen() ? FROZEN : plain);
        }
        return new OptimizerPlan(scheduled(plans), optimizer.clipping(), optimizer.averaging());
    }

    /**
     * The rate of the first segment is the one that is shown, so frozen ones have that of the first that is trained.
     */
    private static List<SegmentPlan> scheduled(List<SegmentPlan> plans) {
        LearningRateSchedule shown = plans.stream()
                .filter(plan -> !plan.equals(FROZEN))
                .findFirst()
                .map(SegmentPlan::schedule)
                .orElse(ONE);
        return plans.stream()
                .map(plan -> plan.equals(FROZEN) ? new SegmentPlan(plan.rule(), shown, plan.regularization()) : plan)
                .toList();
    }

    /** Names of vertices may begin alike, so the longest that fits is meant. */
    private NamedLayer layer(Segment segment) {
        return layers.stream()
                .filter(layer -> segment.name().startsWith(layer.name() + "_"))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("segment " + segment.name() + " must belong to a layer"));
    }
}
