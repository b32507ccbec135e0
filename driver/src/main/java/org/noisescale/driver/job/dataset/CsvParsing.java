package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** Turns the lines of splits into pieces, on the executors. */
record CsvParsing(CsvRowFormat format) implements FlatMapFunction<Iterator<Row>, TablePiece> {
    @Override
    public Iterator<TablePiece> call(Iterator<Row> lines) {
        return new TablePieces(new Rows(format, new TextLines(lines)), format.featureCount(), format.labels());
    }

    /** All lines but the file's first. */
    private static final class Rows implements TableRows {
        private final CsvRowFormat format;
        private final CsvCells cells;
        private final TextLines lines;

        Rows(CsvRowFormat format, TextLines lines) {
            this.format = format;
            this.cells = format.cells();
            this.lines = lines;
        }

        @Override
        public boolean advance() {
            boolean there;
            do {
                there = lines.advance();
            } while (there && lines.isFirstOfFile());
            return there;
        }

        @Override
        public Split split() {
            return lines.split();
        }

        @Override
        public @Nullable DataProblem parseInto(int example, float[] features, Labels labels) {
            return format.parseInto(cells.parse(lines.text()), example, features, labels);
        }
    }
}
