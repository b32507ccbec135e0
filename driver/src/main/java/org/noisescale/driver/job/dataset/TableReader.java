package org.noisescale.driver.job.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.TableLocation;

/**
 * Rows of Spark SQL: any table, view, query or format that Spark reads. They are taken from Spark's own binary rows, of
 * which the values come without a conversion of a column each.
 */
final class TableReader {
    private final String name;
    private final Dataset<Row> rows;
    private final Layout layout;
    private final TableOrder order;
    private final TableColumns columns;

    /**
     * What to take from the rows.
     *
     * @param features empty for every column but the labels and keys
     * @param keys columns that put the rows in order
     * @param files whether rows without keys are to be taken in the order of files, if they are in any
     */
    record Layout(List<String> features, List<String> labels, List<String> keys, boolean files) {}

    /**
     * A reader of rows.
     *
     * @param name for messages
     */
    TableReader(String name, Dataset<Row> rows, Layout layout) {
        this.name = name;
        this.rows = rows;
        this.columns = new TableColumns(name, rows);
        List<String> features =
                layout.features().isEmpty() ? columns.namesBut(layout.labels(), layout.keys()) : layout.features();
        this.layout = new Layout(features, layout.labels(), layout.keys(), layout.files());
        this.order = !layout.keys().isEmpty()
                ? TableOrder.KEYS
                : layout.files() && TableOrder.hasFiles(rows) ? TableOrder.FILES : TableOrder.CONTENT;
    }

    /** Finds the rows that a study names, without reading them. */
    static TableReader open(SparkSession spark, TableLocation location, Layout layout) {
        return SparkAttempt.at(
                location.words(), () -> new TableReader(location.words(), rows(spark, location), layout));
    }

    private static Dataset<Row> rows(SparkSession spark, TableLocation location) {
        if (location instanceof TableLocation.Catalogued table) {
            return spark.table(table.name());
        }
        if (location instanceof TableLocation.Query query) {
            return spark.sql(query.sql());
        }
        TableLocation.Stored stored = (TableLocation.Stored) location;
        return stored.path().isEmpty()
                ? spark.read().format(stored.format()).options(stored.options()).load()
                : spark.read().format(stored.format()).options(stored.options()).load(stored.path());
    }

    /** Whether the rows have an order that a user can know. */
    boolean isOrdered() {
        return order != TableOrder.CONTENT;
    }

    /** The same columns of other rows. */
    Layout sameLayout() {
        return layout;
    }

    /** Reads and checks all rows; their blocks are not held yet. */
    RawExamples read(LabelFormat labels) {
        return SparkAttempt.at(name, () -> examples(labels));
    }

    private RawExamples examples(LabelFormat labels) {
        List<Column> content = Stream.concat(
                        layout.features().stream().map(columns::features),
                        layout.labels().stream().map(columns::label))
                .toList();
        List<Column> keys = layout.keys().stream().map(columns::column).toList();
        TableRowFormat format = new TableRowFormat(featureColumns(content), layout.labels(), labels);
        JavaRDD<TablePiece> pieces = internal(order.apply(rows, content, keys))
                .mapPartitionsWithIndex(new TableParsing(format, order), false);
        return new TableOutline(name, format.featureCount(), labels, isOrdered()).examples(pieces, "has no rows");
    }

    /** The width of arrays and vectors is that of some row; all are held against it. */
    private List<FeatureColumn> featureColumns(List<Column> content) {
        List<FeatureColumn.Kind> kinds =
                layout.features().stream().map(columns::kind).toList();
        Dataset<Row> some = rows.select(content.toArray(Column[]::new)).limit(1);
        boolean plain = kinds.stream().allMatch(kind -> kind == FeatureColumn.Kind.NUMBER);
        List<List<Integer>> found =
                plain ? List.of() : DataJob.collect(name, internal(some).map(new Measuring(kinds)));
        if (!plain && found.isEmpty()) {
            throw new InputException(name + ": has no rows");
        }
        List<FeatureColumn> features = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            String column = layout.features().get(i);
            int width = plain ? 1 : found.get(0).get(i);
            if (width == 0) {
                throw new InputException(name + ", column " + column + ": has no values in some row; fill it in");
            }
            features.add(new FeatureColumn(column, kinds.get(i), width));
        }
        return features;
    }

    private static JavaRDD<InternalRow> internal(Dataset<Row> rows) {
        return rows.queryExecution().toRdd().toJavaRDD();
    }

    /** How many features each column of a row has. */
    record Measuring(List<FeatureColumn.Kind> kinds) implements Function<InternalRow, List<Integer>> {
        @Override
        public List<Integer> call(InternalRow row) {
            List<Integer> widths = new ArrayList<>();
            for (int position = 0; position < kinds.size(); position++) {
                widths.add(FeatureColumn.width(kinds.get(position), row, position));
            }
            return widths;
        }
    }
}
