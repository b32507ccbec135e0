package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.List;

/** How much an example of each class counts in the loss. */
public sealed interface ClassWeights extends Serializable {
    /**
     * The weight of each class.
     *
     * @param counts how many training examples each class has
     * @throws InputException if the classes cannot be weighed so
     */
    List<Double> of(List<Long> counts);

    /** n/(k·n_c) for n training examples, n_c of them of class c of k: every class counts alike in all. */
    record Balanced() implements ClassWeights {
        @Override
        public List<Double> of(List<Long> counts) {
            int missing = counts.indexOf(0L);
            if (missing >= 0) {
                throw new InputException(
                        "model.classWeights balanced needs training examples of every class, but class " + missing
                                + " has none; list the weights instead");
            }
            double examples = counts.stream().mapToLong(Long::longValue).sum();
            return counts.stream()
                    .map(count -> examples / counts.size() / count)
                    .toList();
        }
    }

    /**
     * As they are.
     *
     * @param weights one for each class, positive
     */
    record Explicit(List<Double> weights) implements ClassWeights {
        /** Checks the ranges. */
        public Explicit {
            weights = List.copyOf(weights);
            weights.forEach(weight -> NumberRange.POSITIVE.require("each of classWeights", weight));
        }

        @Override
        public List<Double> of(List<Long> counts) {
            if (weights.size() != counts.size()) {
                throw new InputException("model.classWeights must have as many values as there are classes ("
                        + counts.size() + "), had " + weights.size());
            }
            return weights;
        }
    }
}
