package org.noisescale.parameterserver.protocol;

/**
 * Where a shard's time of one step went, in nanoseconds, and what it moved. It differs from one training to the next.
 *
 * @param aggregateNs spent on frames that left their chunk incomplete
 * @param updateNs spent on frames that completed one: the last addition, the optimizer, the sending
 * @param backPressureNs how long it could not send, which is part of the update
 * @param receivedBytes of all frames
 * @param sentBytes of parameters and averages
 * @param chunks how many chunks were updated and sent
 */
public record ShardTiming(
        int shard,
        long aggregateNs,
        long updateNs,
        long backPressureNs,
        long receivedBytes,
        long sentBytes,
        long chunks) {

    boolean isPossible() {
        return aggregateNs >= 0
                && updateNs >= 0
                && backPressureNs >= 0
                && receivedBytes >= 0
                && sentBytes >= 0
                && chunks >= 0;
    }
}
