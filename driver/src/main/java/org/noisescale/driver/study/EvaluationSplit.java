package org.noisescale.driver.study;

import java.io.Serializable;

/** Which examples are held out for evaluation. */
public sealed interface EvaluationSplit extends Serializable {
    /** How many of {@code examples} (at least 2) are held out; what is left is trained on. */
    int heldOut(int examples);

    /**
     * A fraction, drawn by the data's seed: rounded to whole examples, and at least one for either part.
     *
     * @param fraction in (0, 1)
     */
    record Fraction(double fraction) implements EvaluationSplit {
        /** Checks the range. */
        public Fraction {
            NumberRange.FRACTION.require("fraction", fraction);
        }

        @Override
        public int heldOut(int examples) {
            long count = Math.round(examples * fraction);
            return (int) Math.max(1, Math.min(count, examples - 1));
        }
    }

    /** None: everything is trained on, and evaluations have no result. */
    record None() implements EvaluationSplit {
        @Override
        public int heldOut(int examples) {
            return 0;
        }
    }

    /**
     * The last examples in file order.
     *
     * @param count from 1 to 1,000,000,000
     */
    record Last(int count) implements EvaluationSplit {
        static final WholeRange COUNT = new WholeRange(1, 1_000_000_000);

        /** Checks the range. */
        public Last {
            COUNT.require("count", count);
        }

        @Override
        public int heldOut(int examples) {
            return Math.min(count, examples);
        }
    }

    /**
     * Files of their own, of the same kind as the training part's.
     *
     * @param path absolute, or with a scheme
     * @param labels the same for the labels; empty for sources that keep both in one file
     */
    record File(String path, String labels) implements EvaluationSplit {
        /** Checks that there is a path. */
        public File {
            if (path.isBlank()) {
                throw new IllegalArgumentException("path must not be empty");
            }
        }

        @Override
        public int heldOut(int examples) {
            return 0;
        }
    }
}
