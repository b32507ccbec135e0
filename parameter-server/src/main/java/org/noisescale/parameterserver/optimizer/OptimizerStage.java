package org.noisescale.parameterserver.optimizer;

import java.util.ArrayList;
import java.util.List;

/** What is done with a segment between two points at which norms over whole segments are needed. */
public final class OptimizerStage {
    private final Rescaling rescaling;
    private final List<Transform> transforms;

    private OptimizerStage(Rescaling rescaling, List<Transform> transforms) {
        this.rescaling = rescaling;
        this.transforms = List.copyOf(transforms);
    }

    /** Cuts links in front of each rescaling; the first stage has none. */
    static List<OptimizerStage> of(List<Link> links) {
        List<OptimizerStage> stages = new ArrayList<>();
        Rescaling rescaling = Rescaling.NONE;
        List<Transform> transforms = new ArrayList<>();
        for (Link link : links) {
            if (link instanceof Rescaling next) {
                stages.add(new OptimizerStage(rescaling, transforms));
                rescaling = next;
                transforms = new ArrayList<>();
            } else {
                transforms.add((Transform) link);
            }
        }
        stages.add(new OptimizerStage(rescaling, transforms));
        return stages;
    }

    /** A stage that does nothing. */
    static OptimizerStage empty() {
        return new OptimizerStage(Rescaling.NONE, List.of());
    }

    List<Transform> transforms() {
        return transforms;
    }

    /** The factor that {@link #rescale} needs; 1 in the first stage. */
    public double factor(SegmentNorms norms) {
        return rescaling.factor(norms);
    }

    /** Begins the stage: u ← factor·(u + decay·θ) in {@code [from, to)}. */
    public void rescale(float[] update, float[] parameters, int from, int to, double factor) {
        float decay = rescaling.decay();
        if (decay != 0) {
            add(decay, update, parameters, from, to);
        }
        if (factor != 1) {
            scale(update, (float) factor, from, to);
        }
    }

    private static void add(float decay, float[] update, float[] parameters, int from, int to) {
        for (int i = from; i < to; i++) {
            update[i] += decay * parameters[i];
        }
    }

    private static void scale(float[] update, float factor, int from, int to) {
        for (int i = from; i < to; i++) {
            update[i] *= factor;
        }
    }

    /**
     * Does the rest of the stage in {@code [from, to)}.
     *
     * @param parameters θ, indexed like {@code update}
     * @param slots as {@link OptimizerState} holds them for this segment and stage, indexed like {@code update}
     * @param step 1 for the first update
     */
    public void apply(float[] update, float[] parameters, float[][][] slots, int from, int to, long step) {
        for (int i = 0; i < transforms.size(); i++) {
            transforms.get(i).apply(update, parameters, slots[i], from, to, step);
        }
    }
}
