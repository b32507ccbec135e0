package org.noisescale.parameterserver.optimizer;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.noisescale.parameterserver.layout.Layouts;
import org.noisescale.parameterserver.noise.SquaredNorm;

/** The chain of a plan for one segment of weights; its norms are those of the range that it is applied to. */
final class OneSegment {
    private final OptimizerChain chain;

    private OneSegment(OptimizerChain chain) {
        this.chain = chain;
    }

    static OneSegment of(OptimizerPlan plan) {
        return new OneSegment(OptimizerChain.of(plan, Layouts.ofLength(1)));
    }

    double learningRate(long step) {
        return chain.learningRate(step);
    }

    /** By transform, through all stages. */
    float[][][] newSlots(int length) {
        OptimizerState state = chain.newState(List.of(0), length);
        return IntStream.range(0, chain.stageCount())
                .mapToObj(stage -> state.slots(0, stage))
                .flatMap(Stream::of)
                .toArray(float[][][]::new);
    }

    void apply(float[] update, float[] parameters, float[][][] slots, int from, int to, long step) {
        int used = 0;
        for (int i = 0; i < chain.stageCount(); i++) {
            SegmentNorms norms = new SegmentNorms(1);
            norms.add(0, SquaredNorm.of(update, from, to), SquaredNorm.of(parameters, from, to));
            OptimizerStage stage = chain.stage(0, i);
            int end = used + stage.transforms().size();
            stage.rescale(update, parameters, from, to, stage.factor(norms));
            stage.apply(update, parameters, Arrays.copyOfRange(slots, used, end), from, to, step);
            used = end;
        }
    }
}
