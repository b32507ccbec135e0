package org.noisescale.worker.dataset;

import java.io.Serializable;

/** What every example of a dataset is labelled with, and so what a model has to put out. */
public sealed interface LabelType extends Serializable {
    /** How many numbers a model puts out for an example. */
    int outputCount();

    /** Empty labels of this type. */
    Labels allocate(int exampleCount);

    /**
     * One class of several.
     *
     * @param count how many classes there are; a label is an index in {@code [0, count)}
     */
    record Classes(int count) implements LabelType {
        private static final long serialVersionUID = 1;

        @Override
        public int outputCount() {
            return count;
        }

        @Override
        public Labels allocate(int exampleCount) {
            return Labels.ofClasses(new int[exampleCount]);
        }
    }

    /**
     * Real values, as regression predicts them.
     *
     * @param count how many each example has
     */
    record Targets(int count) implements LabelType {
        private static final long serialVersionUID = 1;

        @Override
        public int outputCount() {
            return count;
        }

        @Override
        public Labels allocate(int exampleCount) {
            return Labels.ofTargets(count, new float[exampleCount * count]);
        }
    }
}
