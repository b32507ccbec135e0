package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.HashSet;
import java.util.List;

/** Which columns of a table are the labels, and what they mean. */
public sealed interface LabelPlan extends Serializable {
    /** The columns, in the order of the model's outputs. */
    List<String> columns();

    /** What is to be learned. */
    Task task();

    /**
     * One class of several.
     *
     * @param column the column of the class, 0 to classes − 1
     * @param count from 2 to 10,000; 0 means as many as the labels show
     */
    record Classes(String column, int count) implements LabelPlan {
        /** Checks the range. */
        public Classes {
            DataPlan.requireClasses(count);
        }

        @Override
        public List<String> columns() {
            return List.of(column);
        }

        @Override
        public Task task() {
            return Task.CLASSIFICATION;
        }
    }

    /**
     * Real values.
     *
     * @param columns the columns of the targets, from 1 to 1,000
     * @param scaling how they are scaled
     */
    record Targets(List<String> columns, Scaling scaling) implements LabelPlan {
        static final WholeRange COUNT = new WholeRange(1, 1_000);

        /** Checks that there is a column and none twice. */
        public Targets {
            columns = List.copyOf(columns);
            COUNT.require("label (the number of its columns)", columns.size());
            if (new HashSet<>(columns).size() < columns.size()) {
                throw new IllegalArgumentException("label must name different columns, was " + columns);
            }
        }

        @Override
        public Task task() {
            return Task.REGRESSION;
        }
    }

    /** What is to be learned from examples. */
    enum Task {
        /** One class of several. */
        CLASSIFICATION,
        /** Real values. */
        REGRESSION
    }
}
