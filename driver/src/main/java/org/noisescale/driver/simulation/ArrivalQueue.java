package org.noisescale.driver.simulation;

import java.util.Arrays;

/**
 * When the push of each worker arrives, the earliest first and of two at the same time that of the lower rank: a binary
 * heap of workers that knows where each of them is. Every operation takes a time of order log W.
 */
final class ArrivalQueue {
    private static final int ABSENT = -1;

    private final int[] heap;
    private final int[] position;
    private final long[] timeNs;
    private int size;

    /** An empty queue for so many workers. */
    ArrivalQueue(int workers) {
        heap = new int[workers];
        position = new int[workers];
        Arrays.fill(position, ABSENT);
        timeNs = new long[workers];
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Adds a worker that is not there. */
    void add(int worker, long arrivalNs) {
        if (position[worker] != ABSENT) {
            throw new IllegalStateException("worker " + worker + " has a push on its way");
        }
        timeNs[worker] = arrivalNs;
        place(worker, size++);
        rise(worker);
    }

    /** The worker whose push arrives next; there must be one. */
    int first() {
        if (size == 0) {
            throw new IllegalStateException("nobody computes, so that nothing will ever arrive");
        }
        return heap[0];
    }

    /** When the push of a worker arrives. */
    long timeNs(int worker) {
        return timeNs[worker];
    }

    /** Takes a worker out that is there. */
    void remove(int worker) {
        int hole = position[worker];
        if (hole == ABSENT) {
            throw new IllegalStateException("worker " + worker + " has no push on its way");
        }
        position[worker] = ABSENT;
        int last = heap[--size];
        if (last != worker) {
            place(last, hole);
            rise(last);
            sink(last);
        }
    }

    private void place(int worker, int at) {
        heap[at] = worker;
        position[worker] = at;
    }

    private boolean isBefore(int worker, int other) {
        return timeNs[worker] < timeNs[other] || (timeNs[worker] == timeNs[other] && worker < other);
    }

    private void rise(int worker) {
        int at = position[worker];
        while (at > 0 && isBefore(worker, heap[(at - 1) / 2])) {
            place(heap[(at - 1) / 2], at);
            at = (at - 1) / 2;
        }
        place(worker, at);
    }

    private void sink(int worker) {
        int at = position[worker];
        for (int child = 2 * at + 1; child < size; child = 2 * at + 1) {
            int earlier = child + 1 < size && isBefore(heap[child + 1], heap[child]) ? child + 1 : child;
            if (!isBefore(heap[earlier], worker)) {
                break;
            }
            place(heap[earlier], at);
            at = earlier;
        }
        place(worker, at);
    }
}
