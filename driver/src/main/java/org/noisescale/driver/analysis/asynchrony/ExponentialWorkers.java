package org.noisescale.driver.analysis.asynchrony;

import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.noisescale.parameterserver.synchronization.AsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BatchSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.BulkSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumAsynchronousPolicy;
import org.noisescale.parameterserver.synchronization.QuorumSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.StaleSynchronousPolicy;
import org.noisescale.parameterserver.synchronization.SynchronizationPolicy;

/**
 * P workers whose times are independent and exponential with mean 1/μ. The mean time of an update (Dutta et al. 2018,
 * arXiv:1803.01113, lemmas 1 to 4; H_n = 1 + 1/2 + … + 1/n):
 *
 * <pre>
 *     first K workers (K-sync, K-async)       (H_P − H_{P−K}) / μ
 *     first K gradients (K-batch-sync, -async)   K / (Pμ)
 * </pre>
 *
 * @param count P
 * @param mean 1/μ, in seconds
 */
public record ExponentialWorkers(int count, double mean) {

    /** The mean time of an update under a rule, in seconds; empty if theory has none. */
    public OptionalDouble updateSeconds(SynchronizationPolicy policy) {
        if (policy instanceof BulkSynchronousPolicy
                || policy instanceof QuorumSynchronousPolicy
                || policy instanceof QuorumAsynchronousPolicy) {
            return OptionalDouble.of(firstWorkers(policy.quorum(count)));
        }
        if (policy instanceof AsynchronousPolicy
                || policy instanceof BatchSynchronousPolicy
                || policy instanceof BatchAsynchronousPolicy) {
            return OptionalDouble.of(firstGradients(policy.quorum(count)));
        }
        return policy instanceof StaleSynchronousPolicy bounded ? bounded(bounded.bound()) : OptionalDouble.empty();
    }

    private double firstWorkers(int quorum) {
        return mean
                * IntStream.rangeClosed(count - quorum + 1, count)
                        .mapToDouble(i -> 1.0 / i)
                        .sum();
    }

    private double firstGradients(int quorum) {
        return mean * quorum / count;
    }

    private OptionalDouble bounded(long bound) {
        OptionalDouble rate = BoundedLead.rate(count, bound);
        return rate.isEmpty() ? rate : OptionalDouble.of(mean / (count * rate.getAsDouble()));
    }
}
