package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.noisescale.worker.dataset.Labels;

/**
 * Cuts pieces of at most a block's size from rows that are read no further than needed; a split ends with its first bad
 * row.
 */
final class TablePieces implements Iterator<TablePiece> {
    private final TableRows rows;
    private final int featureCount;
    private final LabelFormat labelFormat;
    private boolean ended;
    private Split split = new Split("", -1);
    private long rowsInSplit;
    private boolean inSplit;

    TablePieces(TableRows rows, int featureCount, LabelFormat labelFormat) {
        this.rows = rows;
        this.featureCount = featureCount;
        this.labelFormat = labelFormat;
        advance();
    }

    @Override
    public boolean hasNext() {
        return !ended;
    }

    @Override
    public TablePiece next() {
        if (ended) {
            throw new NoSuchElementException();
        }
        int rowsMax = ExampleBlock.rowsPerBlock(featureCount);
        float[] features = new float[rowsMax * featureCount];
        Labels labels = labelFormat.allocate(rowsMax);
        Split from = split;
        long firstRow = rowsInSplit;
        DataProblem problem = null;
        int count = 0;
        inSplit = true;
        while (problem == null && count < rowsMax && inSplit) {
            problem = rows.parseInto(count, features, labels);
            count += problem == null ? 1 : 0;
            rowsInSplit++;
            advance();
        }
        if (problem != null) {
            problem = problem.movedBy(firstRow + count + 1);
            skipSplit();
        }
        ExampleBlock examples = new ExampleBlock(firstRow, featureCount, features, labels);
        return new TablePiece(from, firstRow, examples.slice(0, count, firstRow), problem);
    }

    private void skipSplit() {
        while (inSplit) {
            advance();
        }
    }

    /** Goes on to the next row; notices the end of the split. */
    private void advance() {
        if (!rows.advance()) {
            ended = true;
            inSplit = false;
            return;
        }
        Split now = rows.split();
        if (!now.equals(split)) {
            split = now;
            rowsInSplit = 0;
            inSplit = false;
        }
    }
}
