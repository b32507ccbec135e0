package org.noisescale.parameterserver.synchronization;

/**
 * What a server makes of pushes that take the seats of a round in the order of their arrival.
 *
 * <p>It divides by what the pushes of an update count. With the convention of the mean that is their examples; with
 * that of the sum it is the whole batch, whatever the pushes are. To divide the learning rate of a push by its
 * staleness is to multiply that count where the push is an update of its own; where it shares one with others, which
 * may be less stale, its gradient gets a weight.
 *
 * @param asynchrony what becomes of stale ones
 * @param batchSize the examples of the whole batch; 0 where nobody takes seats
 * @param normed whether pushes are gradients whose norms come with them; ways of local workers are none
 */
public record Seating(Asynchrony asynchrony, long batchSize, boolean normed) {
    /** Where nobody takes seats: under bsp every gradient has a place of its own. */
    public static final Seating NONE = new Seating(Asynchrony.NONE, 0, false);

    /** Checks the range. */
    public Seating {
        if (batchSize < 0 || batchSize > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("batchSize must be in [0, 2^31), was " + batchSize);
        }
        if (asynchrony.convention() == Asynchrony.Convention.SUM && batchSize == 0) {
            throw new IllegalArgumentException("batchSize must be at least 1 with the convention of the sum, was 0");
        }
    }

    /** Whether pushes take seats at all. */
    public boolean isAsked() {
        return batchSize > 0;
    }

    /** What a push counts. */
    public long divisor(int seat, int seats, long examples, long staleness) {
        long count = asynchrony.convention() == Asynchrony.Convention.SUM ? share(seat, seats) : examples;
        return asynchrony.stalenessAware() && seats == 1 ? count * Math.max(1, staleness) : count;
    }

    /** By what the gradients of a push are multiplied. */
    public double weight(int seats, long staleness) {
        return asynchrony.stalenessAware() && seats > 1 ? 1.0 / Math.max(1, staleness) : 1;
    }

    /** The batch is divided as among virtual workers. */
    private long share(int seat, int seats) {
        return (seat + 1) * batchSize / seats - seat * batchSize / seats;
    }

    /** Whether pushes are corrected for what changed since they were computed. */
    public boolean compensates() {
        return asynchrony.delayCompensation() > 0;
    }
}
