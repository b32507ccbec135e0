package org.noisescale.driver.study;

import java.io.Serializable;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** Where Spark SQL finds rows. */
public sealed interface TableLocation extends Serializable {
    /** The location of evaluation rows that are found in the same way. */
    TableLocation elsewhere(String place);

    /** For messages. */
    String words();

    /**
     * What one of Spark's readers reads.
     *
     * @param format Spark's name of it: parquet, orc, json, avro, jdbc …
     * @param path a file or folder, absolute or with a scheme; empty for formats that say it in their options
     * @param options of the reader
     */
    record Stored(String format, String path, Map<String, String> options) implements TableLocation {
        /** Keeps a copy of the options that cannot change. */
        public Stored {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }

        /** Files without options. */
        public Stored(String format, String path) {
            this(format, path, Map.of());
        }

        @Override
        public TableLocation elsewhere(String place) {
            return new Stored(format, place, options);
        }

        @Override
        public String words() {
            return path.isEmpty() ? format : path;
        }
    }

    /**
     * A table or view.
     *
     * @param name as in a FROM clause, e.g. {@code catalog.database.table}
     */
    record Catalogued(String name) implements TableLocation {
        @Override
        public TableLocation elsewhere(String place) {
            return new Catalogued(place);
        }

        @Override
        public String words() {
            return "table " + name;
        }
    }

    /**
     * What a query answers.
     *
     * @param sql a SELECT of Spark SQL
     */
    record Query(String sql) implements TableLocation {
        @Override
        public TableLocation elsewhere(String place) {
            return new Query(place);
        }

        @Override
        public String words() {
            return "the query";
        }
    }
}
