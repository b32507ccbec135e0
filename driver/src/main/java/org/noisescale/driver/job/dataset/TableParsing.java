package org.noisescale.driver.job.dataset;

import java.util.Iterator;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.dataset.Labels;

/** Turns the rows of Spark's partitions into pieces, on the executors. */
record TableParsing(TableRowFormat format, TableOrder order)
        implements Function2<Integer, Iterator<InternalRow>, Iterator<TablePiece>> {
    @Override
    public Iterator<TablePiece> call(Integer partition, Iterator<InternalRow> rows) {
        TableRows source = switch (order) {
            case FILES -> new FileRows(format, rows);
            case KEYS -> new SortedRows(format, rows, partition, true);
            case CONTENT -> new SortedRows(format, rows, partition, false);
        };
        return new TablePieces(source, format.featureCount(), format.labels());
    }

    /** Rows with the path of their file and the byte at which the split starts. */
    private static final class FileRows implements TableRows {
        private final TableRowFormat format;
        private final Iterator<InternalRow> rows;
        private @Nullable InternalRow row;
        private UTF8String path = UTF8String.EMPTY_UTF8;
        private Split split = new Split("", -1);

        FileRows(TableRowFormat format, Iterator<InternalRow> rows) {
            this.format = format;
            this.rows = rows;
        }

        @Override
        public boolean advance() {
            if (!rows.hasNext()) {
                return false;
            }
            InternalRow next = rows.next();
            row = next;
            UTF8String nextPath = next.getUTF8String(format.columnCount());
            long start = next.getLong(format.columnCount() + 1);
            if (start != split.start() || !nextPath.equals(path)) {
                path = nextPath.copy();
                split = new Split(InputFile.shown(path.toString()), start);
            }
            return true;
        }

        @Override
        public Split split() {
            return split;
        }

        @Override
        public @Nullable DataProblem parseInto(int example, float[] features, Labels labels) {
            return format.parseInto(present(row), example, features, labels);
        }
    }

    /** Rows of a table that Spark has sorted, with what it was sorted by. */
    private static final class SortedRows implements TableRows {
        private final TableRowFormat format;
        private final Iterator<InternalRow> rows;
        private final Split split;
        private final boolean apart;
        private @Nullable InternalRow row;
        private @Nullable InternalRow key;
        private boolean tie;

        /**
         * Rows of a partition.
         *
         * @param apart whether two rows with the same key are a problem
         */
        SortedRows(TableRowFormat format, Iterator<InternalRow> rows, int partition, boolean apart) {
            this.format = format;
            this.rows = rows;
            this.split = new Split("", partition);
            this.apart = apart;
        }

        @Override
        public boolean advance() {
            if (!rows.hasNext()) {
                return false;
            }
            InternalRow next = rows.next();
            row = next;
            if (apart) {
                InternalRow nextKey = next.getStruct(format.columnCount(), next.numFields());
                tie = nextKey.equals(key);
                key = nextKey.copy();
            }
            return true;
        }

        @Override
        public Split split() {
            return split;
        }

        @Override
        public @Nullable DataProblem parseInto(int example, float[] features, Labels labels) {
            return tie
                    ? DataProblem.ofFile("comes at the same place as the row before it; name columns in orderBy"
                            + " that together tell all rows apart")
                    : format.parseInto(present(row), example, features, labels);
        }
    }

    private static InternalRow present(@Nullable InternalRow row) {
        if (row == null) {
            throw new IllegalStateException("there is no row yet");
        }
        return row;
    }
}
