package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** Consecutive rows from one split of a table, or up to the first bad row of it. */
final class TablePiece implements Serializable {
    private final Split split;
    private final long firstRow;
    private final ExampleBlock examples;
    private final @Nullable DataProblem problem;

    /**
     * A piece of a split.
     *
     * @param firstRow the number of rows in the split before this piece
     * @param problem what is wrong with the row after the last, counted from 1 at the start of the split, if it is
     */
    TablePiece(Split split, long firstRow, ExampleBlock examples, @Nullable DataProblem problem) {
        this.split = split;
        this.firstRow = firstRow;
        this.examples = examples;
        this.problem = problem;
    }

    long firstRow() {
        return firstRow;
    }

    Split split() {
        return split;
    }

    ExampleBlock examples() {
        return examples;
    }

    /** What the driver needs to know of it. */
    Summary summary() {
        Labels labels = examples.labels();
        int largest = 0;
        for (int row = 0; labels.areClasses() && row < examples.exampleCount(); row++) {
            largest = Math.max(largest, labels.classAt(row));
        }
        return new Summary(split, firstRow, examples.exampleCount(), largest, problem);
    }

    /** Summarises pieces on the executors. */
    record Summarising() implements Function<TablePiece, Summary> {
        @Override
        public Summary call(TablePiece piece) {
            return piece.summary();
        }
    }

    /** A piece without its examples. */
    record Summary(
            Split split,
            long firstRow,
            int rows,
            int largestLabel,
            @Nullable DataProblem problem) implements Serializable {}
}
