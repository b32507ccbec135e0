package org.noisescale.parameterserver.optimizer;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;

/**
 * The links of each segment: clip, add the penalty's gradient, apply the rule, decay the weights. If the clipping needs
 * norms, every segment has exactly one rescaling for it, so that the stages of all segments begin with the same kind.
 */
final class SegmentLinks {
    private final OptimizerPlan plan;
    private final ParameterLayout layout;
    private final boolean clippingNeedsNorms;

    SegmentLinks(OptimizerPlan plan, ParameterLayout layout) {
        this.plan = plan;
        this.layout = layout;
        clippingNeedsNorms = needsNorms(plan.clipping());
    }

    private static boolean needsNorms(Clipping clipping) {
        if (clipping instanceof Clipping.ByGroup byGroup) {
            return byGroup.groups().stream().anyMatch(group -> group.rule() != Clipping.Rule.VALUE);
        }
        return clipping instanceof Clipping.BySegmentNorm || clipping instanceof Clipping.ByGlobalNorm;
    }

    /** The links of a segment; none for a statistic. */
    List<Link> of(int segment) {
        if (!layout.segments().get(segment).kind().isTrainable()) {
            return List.of();
        }
        if (plan.segment(segment).rule() instanceof UpdateRule.Frozen) {
            return List.of(new SetToZero());
        }
        List<Link> links = new ArrayList<>();
        addClipping(segment, links);
        addRule(segment, links);
        return links;
    }

    private void addClipping(int segment, List<Link> links) {
        Clipping clipping = plan.clipping();
        if (clipping instanceof Clipping.ByValue byValue) {
            links.add(new ClipByValue((float) byValue.threshold()));
        } else if (clipping instanceof Clipping.BySegmentNorm bySegment) {
            links.add(new ClipNorm(List.of(segment), bySegment.threshold()));
        } else if (clipping instanceof Clipping.ByGlobalNorm global) {
            links.add(new ClipNorm(trainableSegments(), global.threshold()));
        } else if (clipping instanceof Clipping.ByGroup byGroup) {
            addGroupRule(segment, byGroup, links);
        }
    }

    private void addGroupRule(int segment, Clipping.ByGroup clipping, List<Link> links) {
        Optional<Link> link = clipping.groups().stream()
                .filter(group -> group.segments().contains(segment))
                .findFirst()
                .map(this::groupLink);
        link.ifPresent(links::add);
        if (clippingNeedsNorms && !(link.orElse(null) instanceof Rescaling)) {
            links.add(Rescaling.NONE);
        }
    }

    private Link groupLink(Clipping.Group group) {
        List<Integer> members =
                group.segments().stream().filter(trainableSegments()::contains).toList();
        return switch (group.rule()) {
            case VALUE -> new ClipByValue((float) group.threshold());
            case NORM -> new ClipNorm(members, group.threshold());
            case RENORMALIZE -> new Renormalize(members);
        };
    }

    private List<Integer> trainableSegments() {
        List<Segment> segments = layout.segments();
        return IntStream.range(0, segments.size())
                .filter(segment -> segments.get(segment).kind().isTrainable())
                .boxed()
                .toList();
    }

    private void addRule(int segment, List<Link> links) {
        SegmentPlan own = plan.segment(segment);
        boolean regularized = plan.regularizes(layout.segments().get(segment).kind());
        Regularization penalty = regularized ? own.regularization() : Regularization.NONE;
        if (penalty.l1() != 0 || penalty.l2() != 0) {
            links.add(new AddPenaltyGradient((float) penalty.l1(), (float) penalty.l2()));
        }
        if (regularized && own.rule() instanceof UpdateRule.Lars lars) {
            links.add(new ScaleByLarsRatio(segment, lars.trust(), (float) penalty.weightDecay()));
            links.addAll(RuleTransforms.of(lars, own.schedule()));
        } else if (regularized && own.rule() instanceof UpdateRule.Lamb lamb) {
            links.add(RuleTransforms.direction(lamb));
            links.add(new AddDecayedWeights(new LearningRateSchedule.Constant(1), penalty.weightDecay()));
            links.add(new ScaleByTrustRatio(segment));
            links.add(new ScaleByLearningRate(own.schedule()));
        } else {
            links.addAll(RuleTransforms.of(own.rule(), own.schedule()));
            addWeightDecay(own.schedule(), penalty.weightDecay(), links);
        }
    }

    private static void addWeightDecay(LearningRateSchedule schedule, double weightDecay, List<Link> links) {
        if (weightDecay != 0) {
            links.add(new AddDecayedWeights(schedule, weightDecay));
        }
    }
}
