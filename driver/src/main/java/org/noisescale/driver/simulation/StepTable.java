package org.noisescale.driver.simulation;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.results.StepMoment;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.service.StepReport;

/** The figures of a run's steps, a row each, in the compact form in which they travel to the driver. */
public final class StepTable implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int BLOCK_ROWS = 1024;
    private static final int OWN_COLUMNS = 12;
    private static final int SEGMENT_COLUMNS = 5;

    private final int segments;
    private final List<double[]> blocks = new ArrayList<>();
    private long rows;

    StepTable(int segments) {
        this.segments = segments;
    }

    static int width(int segments) {
        return OWN_COLUMNS + SEGMENT_COLUMNS * segments;
    }

    /** Adds a step. */
    void add(StepReport report, StepMoment moment) {
        int width = width(segments);
        int row = (int) (rows % BLOCK_ROWS);
        if (row == 0) {
            blocks.add(new double[BLOCK_ROWS * width]);
        }
        double[] block = blocks.get(blocks.size() - 1);
        int at = row * width;
        block[at++] = report.examples();
        block[at++] = report.loss();
        block[at++] = report.learningRate();
        at = put(block, at, report.update());
        block[at++] = moment.wallSeconds();
        block[at++] = moment.simulatedSeconds();
        block[at++] = moment.stalenessMean();
        block[at++] = moment.spread();
        at = put(block, at, report.total());
        for (int segment = 0; segment < segments; segment++) {
            at = put(block, at, report.segments().get(segment));
            at = put(block, at, report.segmentUpdates().get(segment));
        }
        rows++;
    }

    private static int put(double[] block, int at, UpdateFigures update) {
        block[at] = update.parameterUpdateProduct();
        block[at + 1] = update.updateNormSquared();
        block[at + 2] = update.parameterNormSquared();
        return at + 3;
    }

    private static int put(double[] block, int at, NoiseReading reading) {
        block[at] = reading.noiseTrace();
        block[at + 1] = reading.gradientNormSquared();
        return at + 2;
    }

    /** How many steps there are. */
    public long rows() {
        return rows;
    }

    /** Lets go of what will not be used. */
    StepTable trimmed() {
        int last = blocks.size() - 1;
        int used = (int) ((rows - 1) % BLOCK_ROWS + 1) * width(segments);
        if (last >= 0) {
            blocks.set(last, Arrays.copyOf(blocks.get(last), used));
        }
        return this;
    }

    /** When a step was, counted from 0. */
    public StepMoment moment(long row) {
        double[] block = block(row);
        int at = at(row) + 6;
        return new StepMoment(block[at], block[at + 1], block[at + 2], block[at + 3]);
    }

    /** What is known of a step, counted from 0. */
    public StepReport report(long row) {
        double[] block = block(row);
        int at = at(row);
        List<NoiseReading> readings = new ArrayList<>();
        List<UpdateFigures> updates = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            int first = at + OWN_COLUMNS + SEGMENT_COLUMNS * segment;
            readings.add(reading(block, first));
            updates.add(update(block, first + 2));
        }
        return new StepReport(
                row + 1,
                (long) block[at],
                block[at + 1],
                block[at + 2],
                reading(block, at + OWN_COLUMNS - 2),
                readings,
                Optional.empty(),
                update(block, at + 3),
                updates);
    }

    private static UpdateFigures update(double[] block, int at) {
        return new UpdateFigures(block[at], block[at + 1], block[at + 2]);
    }

    private static NoiseReading reading(double[] block, int at) {
        return new NoiseReading(block[at], block[at + 1]);
    }

    private double[] block(long row) {
        return blocks.get((int) (row / BLOCK_ROWS));
    }

    private int at(long row) {
        return (int) (row % BLOCK_ROWS) * width(segments);
    }
}
