package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;
import java.util.List;
import org.noisescale.parameterserver.layout.Segment;

/**
 * What the server does with mean gradients: clip, regularise, apply the rule, average.
 *
 * @param segments one plan for all trainable segments, of which it regularises the weights alone; or one for each
 *     segment of the layout, in order, that does what it says
 */
public record OptimizerPlan(List<SegmentPlan> segments, Clipping clipping, Averaging averaging)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /** Checks that there is a plan. */
    public OptimizerPlan {
        segments = List.copyOf(segments);
        if (segments.isEmpty()) {
            throw new IllegalArgumentException("an optimizer must have a plan for all segments, or one for each");
        }
    }

    /** The same rule at a constant learning rate for all segments, and nothing else. */
    public static OptimizerPlan of(UpdateRule rule, double learningRate) {
        return of(new SegmentPlan(rule, new LearningRateSchedule.Constant(learningRate), Regularization.NONE));
    }

    /** The same plan for all segments, without clipping and averaging. */
    public static OptimizerPlan of(SegmentPlan everywhere) {
        return new OptimizerPlan(List.of(everywhere), new Clipping.None(), new Averaging.None());
    }

    /** The plan that holds for a segment. */
    public SegmentPlan segment(int segment) {
        return segments.get(segments.size() == 1 ? 0 : segment);
    }

    /** Whether an average of the parameters is kept and evaluated. */
    public boolean isAveraged() {
        return !(averaging instanceof Averaging.None);
    }

    /** Whether a segment of a kind is regularised as its plan says. */
    boolean regularizes(Segment.Kind kind) {
        return segments.size() > 1 || kind == Segment.Kind.WEIGHT;
    }
}
