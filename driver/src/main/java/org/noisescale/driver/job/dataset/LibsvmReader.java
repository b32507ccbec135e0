package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.Labels;

/**
 * Files of labels and sparse features, as LIBSVM reads them: {@code label index:value index:value …}, indices from 1 on
 * and ascending, comments behind a number sign. Read from text, because Spark's own reader names no line.
 */
final class LibsvmReader {
    private LibsvmReader() {}

    /** The greatest index of a feature in the file. */
    static int countFeatures(SparkSession spark, String name) {
        JavaRDD<Integer> greatest =
                TextLines.of(spark, InputFile.require(spark, name)).javaRDD().mapPartitions(new Counting());
        int count = DataJob.collect(name, greatest).stream()
                .mapToInt(Integer::intValue)
                .max()
                .orElse(0);
        if (count == 0) {
            throw new InputException(name + ": has no feature; a row is label index:value index:value …");
        }
        return count;
    }

    /** Reads and checks the whole file; its blocks are not held yet. */
    static RawExamples read(SparkSession spark, String name, LibsvmRowFormat format) {
        JavaRDD<TablePiece> pieces =
                TextLines.of(spark, InputFile.require(spark, name)).javaRDD().mapPartitions(new Parsing(format));
        return new TableOutline(name, format.featureCount(), format.labels(), true).examples(pieces, "has no rows");
    }

    /** Finds the greatest index of some lines; what cannot be read is found out later. */
    record Counting() implements FlatMapFunction<Iterator<Row>, Integer> {
        @Override
        public Iterator<Integer> call(Iterator<Row> lines) {
            int greatest = 0;
            while (lines.hasNext()) {
                greatest = Math.max(
                        greatest, LibsvmRowFormat.lastIndex(lines.next().getString(0)));
            }
            return List.of(greatest).iterator();
        }
    }

    /** Turns the lines of splits into pieces, on the executors. */
    record Parsing(LibsvmRowFormat format) implements FlatMapFunction<Iterator<Row>, TablePiece> {
        @Override
        public Iterator<TablePiece> call(Iterator<Row> lines) {
            return new TablePieces(new Rows(format, new TextLines(lines)), format.featureCount(), format.labels());
        }
    }

    /** All lines that are not comments. */
    private record Rows(LibsvmRowFormat format, TextLines lines) implements TableRows {
        @Override
        public boolean advance() {
            boolean there;
            do {
                there = lines.advance();
            } while (there && LibsvmRowFormat.isComment(lines.text()));
            return there;
        }

        @Override
        public Split split() {
            return lines.split();
        }

        @Override
        public @Nullable DataProblem parseInto(int example, float[] features, Labels labels) {
            return format.parseInto(lines.text(), example, features, labels);
        }
    }
}
