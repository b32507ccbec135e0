package org.noisescale.driver.job.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import org.noisescale.driver.study.InputException;

/**
 * CSV files with a header line, by Spark's reader of text lines and the parser that Spark's reader of CSV has inside.
 * (Of the latter itself the rows come through several conversions of a column each: 14 s of processor time for 20,000
 * rows of 785 columns, where this takes 1.3 s.) A row is a line; a quoted cell cannot go on in the next.
 *
 * <p>Large files are read in several splits at once; rows are numbered in the order of the file by where their split
 * starts, not by the order in which Spark hands out splits. Blank lines do not count.
 */
final class CsvReader {
    private static final int COLUMNS_MAX = 1 << 20;

    private CsvReader() {}

    /** Which columns of the file are what. */
    static CsvColumns columns(SparkSession spark, String name, List<String> labels, List<String> features) {
        String line = CsvLines.header(spark, InputFile.require(spark, name));
        String[] header = new CsvCells(COLUMNS_MAX).parse(line);
        if (header == null) {
            throw new InputException(name + ": the header line has more than " + COLUMNS_MAX + " cells");
        }
        List<String> names =
                Arrays.stream(header).map(cell -> cell == null ? "" : cell).toList();
        return CsvColumns.of(name, names, labels, features);
    }

    /** Reads and checks the whole file; its blocks are not held yet. */
    static RawExamples read(SparkSession spark, String name, CsvRowFormat format) {
        JavaRDD<CsvPiece> pieces =
                CsvLines.of(spark, InputFile.require(spark, name)).javaRDD().mapPartitions(new CsvParsing(format));
        pieces.persist(StorageLevel.MEMORY_AND_DISK());
        try {
            return aligned(name, format, pieces);
        } catch (InputException e) {
            pieces.unpersist();
            throw e;
        }
    }

    private static RawExamples aligned(String name, CsvRowFormat format, JavaRDD<CsvPiece> pieces) {
        List<CsvPiece.Summary> summaries =
                new ArrayList<>(DataJob.collect(name, pieces.map(new CsvPiece.Summarising())));
        summaries.sort(
                Comparator.comparingLong(CsvPiece.Summary::splitStart).thenComparingLong(CsvPiece.Summary::firstRow));
        Map<Long, Long> rowsBefore = new HashMap<>();
        long rows = 0;
        int largestLabel = 0;
        for (CsvPiece.Summary piece : summaries) {
            rowsBefore.putIfAbsent(piece.splitStart(), rows);
            DataProblem problem = piece.problem();
            if (problem != null) {
                throw problem.movedBy(rowsBefore.getOrDefault(piece.splitStart(), 0L))
                        .in(name);
            }
            rows += piece.rows();
            largestLabel = Math.max(largestLabel, piece.largestLabel());
        }
        if (rows == 0) {
            throw new InputException(name + ": has a header line and no rows");
        }
        JavaPairRDD<Long, ExampleBlock> parts = pieces.flatMapToPair(new CsvAlignment(rowsBefore));
        return new RawExamples(
                name,
                parts.groupByKey().values().map(new CsvAlignment.Joining()),
                rows,
                format.featureCount(),
                format.labels().type(largestLabel),
                Optional.empty(),
                List.of(pieces));
    }
}
