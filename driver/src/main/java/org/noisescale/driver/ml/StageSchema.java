package org.noisescale.driver.ml;

import java.util.Arrays;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** What stages ask of the columns of a dataset. */
final class StageSchema {
    private StageSchema() {}

    /** Checks the column of the features. */
    static void requireFeatures(StructType schema, String column) {
        DataType type = field(schema, column).dataType();
        boolean numbers = type instanceof ArrayType array && array.elementType() instanceof NumericType;
        if (!numbers && !type.equals(SQLDataTypes.VectorType())) {
            throw refused(column, type, "a vector or an array of numbers");
        }
    }

    /** Checks the column of the labels. */
    static void requireLabel(StructType schema, String column) {
        DataType type = field(schema, column).dataType();
        if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
            throw refused(column, type, "a number");
        }
    }

    /** The schema with one more column. */
    static StructType with(StructType schema, String column, DataType type) {
        if (Arrays.asList(schema.fieldNames()).contains(column)) {
            throw new IllegalArgumentException("column " + column + " exists already; drop it, or name another one");
        }
        return schema.add(new StructField(column, type, false, Metadata.empty()));
    }

    private static StructField field(StructType schema, String column) {
        return Arrays.stream(schema.fields())
                .filter(field -> field.name().equals(column))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no column " + column + "; there are " + String.join(", ", schema.fieldNames())));
    }

    private static IllegalArgumentException refused(String column, DataType type, String wanted) {
        return new IllegalArgumentException(
                "column " + column + " must be " + wanted + ", was of type " + type.simpleString());
    }
}
