package org.noisescale.parameterserver.client;

import java.util.List;
import org.noisescale.parameterserver.meter.Sums;
import org.noisescale.parameterserver.transport.WaitMeter;

/** What one worker has done in a run. Written by the worker's thread after each step, read by any. */
public final class WorkerMeter {
    /** What is added up; times in nanoseconds. */
    public enum Sum {
        /** Steps, or as many of them as this attempt has done. */
        STEPS,
        /** Examples that the worker has computed gradients of. */
        EXAMPLES,
        /** Time until the gradients were there. */
        COMPUTE_NS,
        /** Time until they were sent, back pressure included. */
        PUSH_NS,
        /** Time from then until the first new parameters came: others were slower, or the shards at work. */
        WAIT_NS,
        /** Time from then until all of them were there. */
        PULL_NS,
        /** Bytes of gradients that were sent. */
        PUSHED_BYTES,
        /** Bytes of parameters that came, those that the run began with included. */
        PULLED_BYTES
    }

    private final int worker;
    private final List<WaitMeter> backPressure;
    private final Sums<Sum> sums = new Sums<>(Sum.class);

    /**
     * A meter of a worker that has done nothing yet.
     *
     * @param backPressure of its streams to the shards
     */
    public WorkerMeter(int worker, List<WaitMeter> backPressure) {
        this.worker = worker;
        this.backPressure = List.copyOf(backPressure);
    }

    /** Takes where a step's time went, in nanoseconds; to be called by the worker's thread. */
    public void step(long examples, long computeNs, long pushNs, long waitNs, long pullNs) {
        sums.add(Sum.STEPS, 1);
        sums.add(Sum.EXAMPLES, examples);
        sums.add(Sum.COMPUTE_NS, computeNs);
        sums.add(Sum.PUSH_NS, pushNs);
        sums.add(Sum.WAIT_NS, waitNs);
        sums.add(Sum.PULL_NS, pullNs);
    }

    /** Takes how many bytes it has sent and received so far. */
    void moved(long pushedBytes, long pulledBytes) {
        sums.set(Sum.PUSHED_BYTES, pushedBytes);
        sums.set(Sum.PULLED_BYTES, pulledBytes);
    }

    /** The worker's rank. */
    public int worker() {
        return worker;
    }

    /** A sum since the worker joined. */
    public long value(Sum sum) {
        return sums.value(sum);
    }

    /** How long the worker waited until it could send gradients, for each shard. */
    public List<WaitMeter> backPressure() {
        return backPressure;
    }
}
