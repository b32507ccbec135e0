package org.noisescale.driver.job.dataset;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Nearest;

/** The columns of a table of Spark SQL by name, and what they hold. */
final class TableColumns {
    private static final String VECTOR = "vector";

    private final String table;
    private final Dataset<Row> rows;
    private final List<String> names;

    /**
     * The columns of these rows.
     *
     * @param table for messages
     */
    TableColumns(String table, Dataset<Row> rows) {
        this.table = table;
        this.rows = rows;
        this.names = Arrays.asList(rows.columns());
    }

    /** All columns but these. */
    List<String> namesBut(List<String> labels, List<String> others) {
        Set<String> left = Stream.concat(labels.stream(), others.stream()).collect(Collectors.toSet());
        List<String> features =
                names.stream().filter(name -> !left.contains(name)).toList();
        if (features.isEmpty()) {
            throw new InputException(
                    table + ": has no column but the label " + String.join(", ", labels) + "; features are missing");
        }
        return features;
    }

    /** What a column of features holds. */
    FeatureColumn.Kind kind(String name) {
        DataType type = field(name).dataType();
        if (type.typeName().equals(VECTOR)) {
            return FeatureColumn.Kind.VECTOR;
        }
        if (type instanceof ArrayType array && isNumber(array.elementType())) {
            return FeatureColumn.Kind.ARRAY;
        }
        requireNumber(name, "a number, an array of numbers or an ML vector", "leave it out of the features");
        return FeatureColumn.Kind.NUMBER;
    }

    /** The features of a column, as {@link FeatureColumn} reads them. */
    Column features(String name) {
        return switch (kind(name)) {
            case NUMBER -> column(name).cast("double");
            case ARRAY -> column(name).cast("array<double>");
            case VECTOR -> column(name);
        };
    }

    /** A label as a double. */
    Column label(String name) {
        requireNumber(name, "a number", "name another one");
        return column(name).cast("double");
    }

    /** A column as it is. */
    Column column(String name) {
        return rows.col(quoted(field(name).name()));
    }

    private StructField field(String name) {
        List<StructField> found = Arrays.stream(rows.schema().fields())
                .filter(field -> field.name().equals(name))
                .toList();
        if (found.isEmpty()) {
            String nearest = Nearest.find(name, names, Integer.MAX_VALUE).orElse("none, as it has no columns");
            throw new InputException(table + ": has no column " + name + "; the nearest is " + nearest);
        }
        if (found.size() > 1) {
            throw new InputException(table + ": column " + name + " appears twice; rename one in a query");
        }
        return found.get(0);
    }

    private void requireNumber(String name, String wanted, String mend) {
        DataType type = field(name).dataType();
        if (!isNumber(type)) {
            throw new InputException(table + ", column " + name + ": is of type " + type.simpleString()
                    + ", but must be " + wanted + "; cast it in a query, or " + mend);
        }
    }

    private static boolean isNumber(DataType type) {
        return type instanceof NumericType || type instanceof BooleanType;
    }

    private static String quoted(String name) {
        return "`" + name.replace("`", "``") + "`";
    }

    /** The digest of rows of these columns, 128 bits in two columns. */
    static List<Column> digest(List<Column> columns) {
        Column[] content = columns.toArray(Column[]::new);
        Column[] salted = Stream.concat(Stream.of(functions.lit("noisescale")), columns.stream())
                .toArray(Column[]::new);
        return List.of(functions.xxhash64(content), functions.xxhash64(salted));
    }
}
