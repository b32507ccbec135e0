package org.noisescale.parameterserver.protocol;

/**
 * Where a worker's time of one step went, in nanoseconds. It differs from one training to the next.
 *
 * @param computeNs until its gradients were there
 * @param pushNs until they were sent
 * @param waitNs from then until the new parameters were there
 * @param backPressureNs how long it could not send, which is part of the push
 */
public record WorkerTiming(int worker, long computeNs, long pushNs, long waitNs, long backPressureNs) {

    boolean isPossible() {
        return computeNs >= 0 && pushNs >= 0 && waitNs >= 0 && backPressureNs >= 0;
    }
}
