package org.noisescale.parameterserver.optimizer;

import java.io.Serializable;

/**
 * What draws parameters θ towards 0. L1 and L2 are parts of the gradient, added after it was clipped and before the
 * update rule sees it: g ← g + l2·θ + l1·sign θ, as in DL4J. Weight decay is decoupled from the rule (Loshchilov &amp;
 * Hutter 2019, arXiv:1711.05101): u ← u + η·weightDecay·θ.
 *
 * @param l1 at least 0
 * @param l2 at least 0
 * @param weightDecay at least 0
 */
public record Regularization(double l1, double l2, double weightDecay) implements Serializable {
    /** None at all. */
    public static final Regularization NONE = new Regularization(0, 0, 0);

    private static final long serialVersionUID = 1;

    /** Checks the ranges. */
    public Regularization {
        Ranges.requireNotNegative("l1", l1);
        Ranges.requireNotNegative("l2", l2);
        Ranges.requireNotNegative("weightDecay", weightDecay);
    }
}
