package org.noisescale.worker.gradient.configuration;

import java.util.List;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.jspecify.annotations.Nullable;
import org.noisescale.parameterserver.optimizer.Clipping;
import org.noisescale.parameterserver.optimizer.Clipping.Group;
import org.noisescale.parameterserver.optimizer.Clipping.Rule;

/** DL4J's gradient normalisation of a layer as groups of the server's clipping. */
final class LayerClipping {
    private LayerClipping() {}

    /**
     * The groups of a layer.
     *
     * @param segments positions of its trainable segments in the layout
     */
    static List<Group> groups(NamedLayer layer, List<Integer> segments) {
        @Nullable GradientNormalization normalization = layer.layer().getGradientNormalization();
        if (normalization == null || normalization == GradientNormalization.None || segments.isEmpty()) {
            return List.of();
        }
        if (layer.layer() instanceof BatchNormalization) {
            throw layer.refusal("gradientNormalization " + normalization + " would change the running statistics too,"
                    + " which are no gradients; set None for this layer");
        }
        try {
            return groups(normalization, segments, layer.layer().getGradientNormalizationThreshold());
        } catch (IllegalArgumentException e) {
            throw layer.refusal("gradientNormalization " + normalization + ": " + e.getMessage());
        }
    }

    private static List<Group> groups(GradientNormalization normalization, List<Integer> segments, double threshold) {
        return switch (normalization) {
            case RenormalizeL2PerLayer -> List.of(new Group(segments, Rule.RENORMALIZE, threshold));
            case RenormalizeL2PerParamType -> each(segments, Rule.RENORMALIZE, threshold);
            case ClipElementWiseAbsoluteValue -> List.of(new Group(segments, Rule.VALUE, threshold));
            case ClipL2PerLayer -> List.of(new Group(segments, Rule.NORM, threshold));
            case ClipL2PerParamType -> each(segments, Rule.NORM, threshold);
            case None -> List.of();
        };
    }

    private static List<Group> each(List<Integer> segments, Rule rule, double threshold) {
        return segments.stream()
                .map(segment -> new Group(List.of(segment), rule, threshold))
                .toList();
    }

    /** The clipping of all layers. */
    static Clipping of(List<Group> groups) {
        return groups.isEmpty() ? new Clipping.None() : new Clipping.ByGroup(groups);
    }
}
