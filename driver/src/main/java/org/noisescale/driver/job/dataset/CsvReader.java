package org.noisescale.driver.job.dataset;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
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
        String line = TextLines.header(spark, InputFile.require(spark, name));
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
        JavaRDD<TablePiece> pieces =
                TextLines.of(spark, InputFile.require(spark, name)).javaRDD().mapPartitions(new CsvParsing(format));
        TableOutline outline = new TableOutline(name, format.featureCount(), format.labels(), true);
        return outline.examples(pieces, "has a header line and no rows");
    }
}
