package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.noisescale.worker.dataset.Labels;

/** Turns the lines of splits into pieces, on the executors; a split ends with its first bad row. */
record CsvParsing(CsvRowFormat format) implements FlatMapFunction<Iterator<Row>, CsvPiece> {
    @Override
    public Iterator<CsvPiece> call(Iterator<Row> lines) {
        return new Pieces(format, lines);
    }

    /** Cuts pieces of at most a block's size from lines that are read no further than needed. */
    private static final class Pieces implements Iterator<CsvPiece> {
        private final CsvRowFormat format;
        private final CsvCells cells;
        private final Iterator<Row> lines;
        private String line = "";
        private long splitStart = -1;
        private long rowsInSplit;
        private boolean ended;
        private boolean inSplit;

        Pieces(CsvRowFormat format, Iterator<Row> lines) {
            this.format = format;
            this.cells = format.cells();
            this.lines = lines;
            advance();
        }

        @Override
        public boolean hasNext() {
            return !ended;
        }

        @Override
        public CsvPiece next() {
            if (ended) {
                throw new NoSuchElementException();
            }
            int featureCount = format.featureCount();
            int rowsMax = ExampleBlock.rowsPerBlock(featureCount);
            float[] features = new float[rowsMax * featureCount];
            Labels labels = format.labels().allocate(rowsMax);
            long start = splitStart;
            long firstRow = rowsInSplit;
            DataProblem problem = null;
            int count = 0;
            inSplit = true;
            while (problem == null && count < rowsMax && inSplit) {
                problem = format.parseInto(cells.parse(line), count, features, labels);
                count += problem == null ? 1 : 0;
                rowsInSplit++;
                advance();
            }
            if (problem != null) {
                problem = problem.movedBy(firstRow + count + 1);
                skipSplit();
            }
            ExampleBlock examples = new ExampleBlock(firstRow, featureCount, features, labels);
            return new CsvPiece(start, firstRow, examples.slice(0, count, firstRow), problem);
        }

        private void skipSplit() {
            while (inSplit) {
                advance();
            }
        }

        /** Goes on to the next row of data; notices the end of the split. */
        private void advance() {
            boolean header;
            do {
                if (!lines.hasNext()) {
                    ended = true;
                    inSplit = false;
                    return;
                }
                Row next = lines.next();
                line = CsvLines.text(next);
                header = enter(CsvLines.splitStart(next));
            } while (header);
        }

        /** Notes the split of a line; answers whether the line is the file's first. */
        private boolean enter(long start) {
            if (start == splitStart) {
                return false;
            }
            splitStart = start;
            rowsInSplit = 0;
            inSplit = false;
            return start == 0;
        }
    }
}
