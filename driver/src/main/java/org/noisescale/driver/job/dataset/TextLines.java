package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.noisescale.driver.study.InputException;

/** The lines of a file that are not blank, by Spark's reader of text, each with the byte at which its split starts. */
final class TextLines {
    private static final String TEXT = "value";
    private static final String SPLIT_START = "_metadata.file_block_start";

    private final Iterator<Row> lines;
    private String text = "";
    private Split split = new Split("", -1);
    private boolean first;

    /** The lines that a task reads. */
    TextLines(Iterator<Row> lines) {
        this.lines = lines;
    }

    static Dataset<Row> of(SparkSession spark, InputFile file) {
        return spark.read()
                .text(file.literalPath())
                .select(functions.col(TEXT), functions.col(SPLIT_START))
                .filter(functions.trim(functions.col(TEXT)).notEqual(""));
    }

    /** The first line of a CSV file. */
    static String header(SparkSession spark, InputFile file) {
        Dataset<Row> lines = of(spark, file);
        List<Row> first = DataJob.collect(
                file.name(),
                lines.filter(lines.col("file_block_start").equalTo(0)).limit(1).javaRDD());
        if (first.isEmpty()) {
            throw new InputException(file.name() + ": has no header line, only blank lines");
        }
        return first.get(0).getString(0);
    }

    /** Goes on to the next line, at first to the first; false if there is none. */
    boolean advance() {
        if (!lines.hasNext()) {
            return false;
        }
        Row line = lines.next();
        text = line.getString(0);
        long start = line.getLong(1);
        boolean entered = start != split.start();
        first = entered && start == 0;
        split = entered ? new Split("", start) : split;
        return true;
    }

    /** The present line. */
    String text() {
        return text;
    }

    /** Its split. */
    Split split() {
        return split;
    }

    /** Whether it is the file's first. */
    boolean isFirstOfFile() {
        return first;
    }
}
