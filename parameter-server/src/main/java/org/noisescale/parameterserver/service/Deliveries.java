package org.noisescale.parameterserver.service;

import java.util.Arrays;
import java.util.BitSet;
import org.noisescale.parameterserver.layout.ShardRange;
import org.noisescale.parameterserver.protocol.ReadingKind;
import org.noisescale.parameterserver.protocol.ShardPublisher;
import org.noisescale.parameterserver.protocol.WorkerOutlet;
import org.noisescale.parameterserver.shard.Shard;

/**
 * What a shard still has to send to single workers, chunk by chunk whenever they can take it: a worker that computes
 * and does not look at its mail holds nobody up.
 */
final class Deliveries {
    private static final int NOTHING = -1;

    private final Shard shard;
    private final ReadCopies copies;
    private final ShardPublisher publisher;
    private final WorkerOutlet outlet;
    private final boolean kept;
    private final int firstChunk;
    private final int endChunk;
    private final long[] turns;
    private final long[] versions;
    /** By worker: the next chunk of what begins its turn. */
    private final int[] beginning;
    /** Likewise of what is evaluated, or of what the run ends with. */
    private final int[] common;

    private final BitSet open = new BitSet();
    private ReadingKind commonKind = ReadingKind.EVALUATE;
    private long chunksSent;
    private long bytesSent;

    /**
     * Nothing to send.
     *
     * @param kept whether what a worker has read is needed after it was sent
     */
    Deliveries(
            Shard shard, ReadCopies copies, ShardPublisher publisher, WorkerOutlet outlet, int workers, boolean kept) {
        this.shard = shard;
        this.copies = copies;
        this.publisher = publisher;
        this.outlet = outlet;
        this.kept = kept;
        ShardRange range = shard.plan().range();
        firstChunk = range.firstChunk();
        endChunk = range.endChunk();
        turns = new long[workers];
        versions = new long[workers];
        beginning = new int[workers];
        common = new int[workers];
        Arrays.fill(beginning, NOTHING);
        Arrays.fill(common, NOTHING);
    }

    /** A worker begins a turn with the present version. */
    void begin(int worker, long turn) {
        copies.read(worker);
        turns[worker] = turn;
        versions[worker] = shard.stepsCompleted();
        beginning[worker] = firstChunk;
        open.set(worker);
    }

    /** All workers evaluate the present version, which stays until they have. */
    void evaluate() {
        beginCommon(ReadingKind.EVALUATE);
    }

    /** The run is over with the present version. */
    void end() {
        for (int worker = 0; worker < beginning.length; worker++) {
            drop(worker);
        }
        beginCommon(ReadingKind.END);
    }

    /** What a worker was to begin with is of no use any more. */
    void drop(int worker) {
        beginning[worker] = NOTHING;
        copies.release(worker);
    }

    private void beginCommon(ReadingKind kind) {
        commonKind = kind;
        Arrays.fill(common, firstChunk);
        open.set(0, common.length);
    }

    /** Whether everything is sent. */
    boolean areDone() {
        return open.isEmpty();
    }

    /** Sends what can be sent; returns how many messages these were. */
    int send() {
        long before = chunksSent;
        for (int worker = open.nextSetBit(0); worker >= 0; worker = open.nextSetBit(worker + 1)) {
            if (sendCommon(worker) && sendBeginning(worker)) {
                open.clear(worker);
            }
        }
        return (int) (chunksSent - before);
    }

    private boolean sendCommon(int worker) {
        while (common[worker] != NOTHING) {
            int chunk = common[worker];
            float[] values = commonKind == ReadingKind.END ? shard.parameters(chunk) : shard.average(chunk);
            publisher.reading(commonKind, worker, 0, shard.stepsCompleted());
            if (!offer(chunk, values)) {
                return false;
            }
            common[worker] = next(chunk);
        }
        return true;
    }

    private boolean sendBeginning(int worker) {
        while (beginning[worker] != NOTHING) {
            int chunk = beginning[worker];
            publisher.reading(ReadingKind.BEGIN, worker, turns[worker], versions[worker]);
            if (!offer(chunk, copies.chunk(worker, chunk))) {
                return false;
            }
            beginning[worker] = next(chunk);
            if (beginning[worker] == NOTHING && !kept) {
                copies.release(worker);
            }
        }
        return true;
    }

    private int next(int chunk) {
        return chunk + 1 == endChunk ? NOTHING : chunk + 1;
    }

    private boolean offer(int chunk, float[] values) {
        if (!publisher.offer(outlet, chunk, values)) {
            return false;
        }
        chunksSent++;
        bytesSent += (long) values.length * Float.BYTES;
        return true;
    }

    /** How many bytes of values were sent. */
    long bytesSent() {
        return bytesSent;
    }
}
