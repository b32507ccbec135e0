package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/**
 * What puts the rows of Spark SQL in an order of their own, so that what is computed does not depend on how Spark hands
 * them out.
 */
enum TableOrder {
    /** Files by their paths, and in each the rows as they stand. */
    FILES,
    /** The values of columns that tell all rows apart. */
    KEYS,
    /**
     * A digest of the rows' content: rows that are in the wrong order are then the same. (Of different rows 128 bits
     * agree in one of 10¹⁸ tables of 10¹⁰ rows.)
     */
    CONTENT;

    private static final String METADATA = "_metadata";

    /** Whether Spark knows which file every row is from. */
    static boolean hasFiles(Dataset<Row> rows) {
        return SparkAttempt.succeeds(() -> rows.select(fileColumns(rows)));
    }

    /** The columns and behind them whatever {@link TableParsing} needs, in this order. */
    Dataset<Row> apply(Dataset<Row> rows, List<Column> columns, List<Column> keys) {
        return switch (this) {
            case FILES -> rows.select(joined(columns, List.of(fileColumns(rows))));
            case KEYS ->
                rows.select(joined(
                                columns, List.of(functions.struct(array(keys)).as("order"))))
                        .sort("order");
            case CONTENT -> {
                List<Column> digest = TableColumns.digest(columns);
                yield rows.select(joined(
                                columns,
                                List.of(digest.get(0).as("order"), digest.get(1).as("order2"))))
                        .sort("order", "order2");
            }
        };
    }

    private static Column[] fileColumns(Dataset<Row> rows) {
        Column metadata = rows.metadataColumn(METADATA);
        return new Column[] {metadata.getField("file_path"), metadata.getField("file_block_start")};
    }

    private static Column[] joined(List<Column> columns, List<Column> more) {
        return Stream.concat(columns.stream(), more.stream()).toArray(Column[]::new);
    }

    private static Column[] array(List<Column> columns) {
        return columns.toArray(Column[]::new);
    }
}
