package org.noisescale.parameterserver.service;

import java.util.List;
import org.noisescale.parameterserver.protocol.ArrivalPublisher;
import org.noisescale.parameterserver.protocol.FrameOutlet;

/**
 * Tells the other shards in which order pushes are dealt with, whenever they can take it. What is still to be told
 * never exceeds one push of each worker, since nobody begins again before all shards have dealt with its last one.
 */
final class ArrivalsPost {
    private final List<? extends FrameOutlet> others;
    private final ArrivalPublisher publisher;
    private final int[] workers;
    private final long[] turns;
    private final long[] timesNs;
    private final long[] told;
    private long count;

    ArrivalsPost(ArrivalPublisher publisher, List<? extends FrameOutlet> others, int workerCount) {
        this.publisher = publisher;
        this.others = List.copyOf(others);
        workers = new int[workerCount];
        turns = new long[workerCount];
        timesNs = new long[workerCount];
        told = new long[others.size()];
    }

    /** Adds the next push; returns its number. */
    long add(int worker, long turn, long timeNs) {
        for (long known : told) {
            if (count - known == workers.length) {
                throw new IllegalStateException("another shard must be told of " + (count - known) + " pushes of "
                        + workers.length + " workers before the next one");
            }
        }
        int position = (int) (count % workers.length);
        workers[position] = worker;
        turns[position] = turn;
        timesNs[position] = timeNs;
        return count++;
    }

    /** Sends what can be sent; returns how many messages these were. */
    int send() {
        int work = 0;
        for (int i = 0; i < told.length; i++) {
            while (told[i] < count && offerNext(i)) {
                told[i]++;
                work++;
            }
        }
        return work;
    }

    private boolean offerNext(int other) {
        int position = (int) (told[other] % workers.length);
        return publisher.offer(others.get(other), told[other], workers[position], turns[position], timesNs[position]);
    }
}
