package org.noisescale.parameterserver.service;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import org.noisescale.parameterserver.meter.Sums;
import org.noisescale.parameterserver.shard.StepMeasurement;
import org.noisescale.parameterserver.transport.WaitMeter;

/**
 * What one shard has done in a run. Written by the shard's thread at the cost of plain additions and without
 * allocation; read by any thread. What several questions answer need not be of the same moment while the run goes on.
 */
public final class ShardMeter {
    /** What is added up; times in nanoseconds. */
    public enum Sum {
        /** Bytes of all frames that came. */
        RECEIVED_BYTES,
        /** Bytes of the parameters and averages that went. */
        SENT_BYTES,
        /** Gradients that count, one for each chunk and each subtree of virtual workers that a worker hands over. */
        PUSHES,
        /** Gradients that change nothing: late, double, or not of the run's plan. */
        IGNORED_PUSHES,
        /** Over all pushes, how many updates the parameters had had since the gradient's were sent. */
        STALENESS,
        /** Chunks that were updated and sent. */
        CHUNKS,
        /** Updates of the whole shard. */
        STEPS,
        /** Examples behind them. */
        EXAMPLES,
        /** Time for frames after which their chunk still lacked something. */
        AGGREGATION_NS,
        /** Time for frames that completed a chunk, without sending: the last addition and the optimizer. */
        UPDATE_NS,
        /** Time for sending new parameters, back pressure included. */
        PUBLICATION_NS
    }

    /** What only the last value is of interest of. */
    public enum Last {
        /** Σₖ |sₖ|²/bₖ over the last step's virtual workers k, for the shard's trainable parameters. */
        WEIGHTED_SQUARED_NORM,
        /** |Σₖ sₖ|², likewise. */
        SQUARED_NORM,
        /** How many examples the last step had. */
        BATCH
    }

    private final int shard;
    private final WaitMeter backPressure;
    private final IntSupplier senders;
    private final Sums<Sum> sums = new Sums<>(Sum.class);
    private final Sums<Last> lasts = new Sums<>(Last.class);
    private final WaitMeter chunkLatency = new WaitMeter();
    private final AtomicLong stalest = new AtomicLong();

    /**
     * A meter of a shard that has done nothing yet.
     *
     * @param backPressure of the stream on which it sends parameters
     * @param senders how many parties send to it now
     */
    public ShardMeter(int shard, WaitMeter backPressure, IntSupplier senders) {
        this.shard = shard;
        this.backPressure = backPressure;
        this.senders = senders;
    }

    void add(Sum sum, long amount) {
        sums.add(sum, amount);
    }

    void push(long staleness) {
        add(Sum.PUSHES, 1);
        add(Sum.STALENESS, staleness);
        if (staleness > stalest.getPlain()) {
            stalest.setRelease(staleness);
        }
    }

    void chunk(long latencyNs) {
        add(Sum.CHUNKS, 1);
        chunkLatency.observe(latencyNs);
    }

    void step(StepMeasurement measurement) {
        double weighted = 0;
        double squared = 0;
        for (int piece = 0; piece < measurement.pieceCount(); piece++) {
            if (measurement.isTrainable(piece)) {
                weighted += measurement.weightedSquaredNorm(piece);
                squared += measurement.squaredNorm(piece);
            }
        }
        add(Sum.STEPS, 1);
        add(Sum.EXAMPLES, measurement.examples());
        set(Last.WEIGHTED_SQUARED_NORM, weighted);
        set(Last.SQUARED_NORM, squared);
        set(Last.BATCH, (double) measurement.examples());
    }

    private void set(Last last, double value) {
        lasts.set(last, Double.doubleToRawLongBits(value));
    }

    /** The shard's number in its run. */
    public int shard() {
        return shard;
    }

    /** A sum since the run was opened. */
    public long value(Sum sum) {
        return sums.value(sum);
    }

    /** The last value; 0 before the first step. */
    public double value(Last last) {
        return Double.longBitsToDouble(lasts.value(last));
    }

    /** The greatest staleness of a push. */
    public long stalest() {
        return stalest.getAcquire();
    }

    /** How long chunks took from the arrival of their first gradient until their new parameters were sent. */
    public WaitMeter chunkLatency() {
        return chunkLatency;
    }

    /** How long the shard waited until it could send parameters. */
    public WaitMeter backPressure() {
        return backPressure;
    }

    /** How many senders are connected: workers, and other shards where the optimizer needs their figures. */
    public int senders() {
        return senders.getAsInt();
    }
}
