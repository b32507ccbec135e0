package org.noisescale.driver.ml;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.noisescale.worker.gradient.TrainedNetwork;
import scala.collection.Seq;

/**
 * Adds what a network answers to the rows of a partition: one network for all of them, several rows at once.
 *
 * @param position of the column of the features
 * @param answer what is added to a row
 */
record Answering(Broadcast<LearnedNetwork> learned, String column, int position, Answer answer)
        implements MapPartitionsFunction<Row, Row> {
    private static final int ROWS_MAX = 256;

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        return new Batches(this, rows);
    }

    /** Answers a batch of rows when its first is asked for. */
    private static final class Batches implements Iterator<Row> {
        private final Answering task;
        private final Iterator<Row> rows;
        private final LearnedNetwork learned;
        private final TrainedNetwork network;
        private final float[] raw;
        private final float[] features;
        private Iterator<Row> answered = List.<Row>of().iterator();

        Batches(Answering task, Iterator<Row> rows) {
            this.task = task;
            this.rows = rows;
            this.learned = task.learned().value();
            this.network = new TrainedNetwork(learned.plan(), learned.parameters());
            this.raw = new float[network.featureCount()];
            this.features = new float[ROWS_MAX * raw.length];
        }

        @Override
        public boolean hasNext() {
            return answered.hasNext() || rows.hasNext();
        }

        @Override
        public Row next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (!answered.hasNext()) {
                answered = answer().iterator();
            }
            return answered.next();
        }

        private List<Row> answer() {
            List<Row> batch = new ArrayList<>(ROWS_MAX);
            while (batch.size() < ROWS_MAX && rows.hasNext()) {
                Row row = rows.next();
                read(row.get(task.position()));
                learned.scaling().applyInto(raw, 0, features, batch.size() * raw.length);
                batch.add(row);
            }
            float[][] outputs = network.answers(features, batch.size());
            for (int i = 0; i < outputs.length; i++) {
                batch.set(i, extended(batch.get(i), task.answer().of(outputs[i])));
            }
            return batch;
        }

        private void read(@Nullable Object cell) {
            double[] values = values(cell);
            if (values.length != raw.length) {
                throw new IllegalArgumentException("column " + task.column() + " has " + values.length
                        + " values in a row, but the model was trained with " + raw.length);
            }
            for (int i = 0; i < raw.length; i++) {
                raw[i] = (float) values[i];
            }
        }

        private double[] values(@Nullable Object cell) {
            if (cell instanceof Vector vector) {
                return vector.toArray();
            }
            if (cell instanceof Seq<?> array) {
                double[] values = new double[array.length()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = ((Number) array.apply(i)).doubleValue();
                }
                return values;
            }
            throw new IllegalArgumentException("column " + task.column() + " has no value (null) in a row");
        }

        private static Row extended(Row row, List<Object> more) {
            Object[] values = new Object[row.length() + more.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = i < row.length() ? row.get(i) : more.get(i - row.length());
            }
            return RowFactory.create(values);
        }
    }
}
