package org.noisescale.driver.results;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.noisescale.parameterserver.synchronization.StalenessAccount;
import org.noisescale.parameterserver.synchronization.StalenessHistogram;

/**
 * How stale the pushes of a run were.
 *
 * @param counts how often each staleness was applied, for each worker in order; then for all
 * @param sum of the staleness of all pushes that were applied
 * @param applied how many these were
 * @param inFlight versions that were held at the end
 * @param discards how many pushes were turned away
 * @param cancellations how often the work of a worker was ended
 */
public record StalenessReport(
        List<Counts> counts, long sum, long applied, long inFlight, long discards, long cancellations)
        implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * How often each staleness occurred that did.
     *
     * @param staleness in rising order; the last may stand for all that is as stale or staler, if it is
     *     {@link StalenessHistogram#LIMIT}
     * @param count of each
     */
    public record Counts(List<Integer> staleness, List<Long> count) implements Serializable {
        private static final long serialVersionUID = 1;

        static Counts of(StalenessHistogram histogram) {
            List<Integer> staleness = new ArrayList<>();
            List<Long> counts = new ArrayList<>();
            for (int bucket = 0; bucket < histogram.bucketCount(); bucket++) {
                if (histogram.count(bucket) > 0) {
                    staleness.add(bucket);
                    counts.add(histogram.count(bucket));
                }
            }
            return new Counts(staleness, counts);
        }
    }

    /** What an account has come to. */
    public static StalenessReport of(StalenessAccount account, int workers, long inFlight) {
        List<Counts> counts = new ArrayList<>();
        for (int worker = 0; worker < workers; worker++) {
            counts.add(Counts.of(account.ofWorker(worker)));
        }
        counts.add(Counts.of(account.all()));
        return new StalenessReport(
                counts,
                account.all().sum(),
                account.all().count(),
                inFlight,
                account.discards(),
                account.cancellations());
    }

    /** The mean over all pushes that were applied. */
    public double mean() {
        return (double) sum / applied;
    }
}
