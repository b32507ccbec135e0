package org.noisescale.parameterserver.optimizer;

import java.util.List;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.layout.ParameterLayout;

/**
 * An optimizer: for each segment links that are applied one after the other to a chunk while it is in cache. What needs
 * norms over whole segments cuts the chain into stages; most optimizers have a single one.
 *
 * <p>All segments have the same number of stages, so that a chunk passes them as a whole.
 */
public final class OptimizerChain {
    private final List<List<OptimizerStage>> stagesOfSegment;
    private final LearningRateSchedule schedule;
    private final int stageCount;

    private OptimizerChain(LearningRateSchedule schedule, List<List<OptimizerStage>> stagesOfSegment) {
        this.schedule = schedule;
        this.stagesOfSegment = stagesOfSegment;
        stageCount = stagesOfSegment.stream().mapToInt(List::size).max().orElseThrow();
        stagesOfSegment.forEach(this::pad);
    }

    private void pad(List<OptimizerStage> stages) {
        while (stages.size() < stageCount) {
            stages.add(OptimizerStage.empty());
        }
    }

    /** The chain of a plan for the segments of a layout. */
    public static OptimizerChain of(OptimizerPlan plan, ParameterLayout layout) {
        int segmentCount = layout.segments().size();
        if (plan.segments().size() != 1 && plan.segments().size() != segmentCount) {
            throw new IllegalArgumentException("an optimizer must have one plan or one for each of " + segmentCount
                    + " segments, had " + plan.segments().size());
        }
        SegmentLinks links = new SegmentLinks(plan, layout);
        List<List<OptimizerStage>> stages = IntStream.range(0, segmentCount)
                .mapToObj(links::of)
                .map(OptimizerStage::of)
                .toList();
        return new OptimizerChain(plan.segment(0).schedule(), stages);
    }

    /** The learning rate of the first segment at a step, 1 for the first update. */
    public double learningRate(long step) {
        return schedule.at(step);
    }

    /** How many stages there are; before each but the first, norms over whole segments are needed. */
    public int stageCount() {
        return stageCount;
    }

    /** What a stage, 0 for the first, does with a segment; nothing if that holds statistics. */
    public OptimizerStage stage(int segment, int stage) {
        return stagesOfSegment.get(segment).get(stage);
    }

    /**
     * State for {@code length} parameters.
     *
     * @param segments the segment of each part of these parameters
     */
    public OptimizerState newState(List<Integer> segments, int length) {
        OptimizerState state = new OptimizerState(length);
        segments.forEach(segment -> state.add(stagesOfSegment.get(segment)));
        return state;
    }
}
