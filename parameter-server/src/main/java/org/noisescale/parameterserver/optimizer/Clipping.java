package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;
import java.util.List;

/**
 * How gradients are limited before anything else is done with them. All norms are Euclidean norms of mean gradients.
 */
public sealed interface Clipping extends Serializable {
    /** They are not. */
    record None() implements Clipping {}

    /**
     * Every value is brought into [−threshold, threshold].
     *
     * @param threshold positive
     */
    record ByValue(double threshold) implements Clipping {
        /** Checks the range. */
        public ByValue {
            Ranges.requirePositive("threshold", threshold);
        }
    }

    /**
     * The gradient of each segment is scaled down to the norm {@code threshold} if it is longer.
     *
     * @param threshold positive
     */
    record BySegmentNorm(double threshold) implements Clipping {
        /** Checks the range. */
        public BySegmentNorm {
            Ranges.requirePositive("threshold", threshold);
        }
    }

    /**
     * The gradient over all trainable segments is scaled down to the norm {@code threshold} if it is longer (Pascanu et
     * al. 2013, arXiv:1211.5063, algorithm 1).
     *
     * @param threshold positive
     */
    record ByGlobalNorm(double threshold) implements Clipping {
        /** Checks the range. */
        public ByGlobalNorm {
            Ranges.requirePositive("threshold", threshold);
        }
    }

    /**
     * Each group of segments has a rule of its own, as the layers of a DL4J network; segments in no group have none.
     */
    record ByGroup(List<Group> groups) implements Clipping {
        /** Makes the list immutable. */
        public ByGroup {
            groups = List.copyOf(groups);
        }
    }

    /**
     * The segments of a layer, or one of them.
     *
     * @param segments positions in the layout, each in at most one group
     * @param threshold positive; without meaning for {@link Rule#RENORMALIZE}
     */
    record Group(List<Integer> segments, Rule rule, double threshold) implements Serializable {
        private static final long serialVersionUID = 1;

        /** Checks the range. */
        public Group {
            segments = List.copyOf(segments);
            if (rule != Rule.RENORMALIZE) {
                Ranges.requirePositive("threshold", threshold);
            }
        }
    }

    /** What is done with a group. */
    enum Rule {
        /** Every value is brought into [−threshold, threshold]. */
        VALUE,
        /** The group's gradient is scaled down to the threshold if it is longer. */
        NORM,
        /** The group's gradient is divided by its norm. */
        RENORMALIZE
    }
}
