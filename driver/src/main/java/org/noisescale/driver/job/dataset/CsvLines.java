package org.noisescale.driver.job.dataset;

import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.noisescale.driver.study.InputException;

/** The lines of a file that are not blank, by Spark's reader of text, each with the byte at which its split starts. */
final class CsvLines {
    private static final String TEXT = "value";
    private static final String SPLIT_START = "_metadata.file_block_start";

    private CsvLines() {}

    static Dataset<Row> of(SparkSession spark, InputFile file) {
        return spark.read()
                .text(file.literalPath())
                .select(functions.col(TEXT), functions.col(SPLIT_START))
                .filter(functions.trim(functions.col(TEXT)).notEqual(""));
    }

    /** The first line of the file. */
    static String header(SparkSession spark, InputFile file) {
        Dataset<Row> lines = of(spark, file);
        List<Row> first = DataJob.collect(
                file.name(),
                lines.filter(lines.col("file_block_start").equalTo(0)).limit(1).javaRDD());
        if (first.isEmpty()) {
            throw new InputException(file.name() + ": has no header line, only blank lines");
        }
        return text(first.get(0));
    }

    /** The line itself. */
    static String text(Row line) {
        return line.getString(0);
    }

    /** The byte of the file at which the split of the line starts. */
    static long splitStart(Row line) {
        return line.getLong(1);
    }
}
