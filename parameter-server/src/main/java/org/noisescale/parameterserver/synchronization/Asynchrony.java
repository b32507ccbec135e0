package org.noisescale.parameterserver.synchronization;

import java.io.Serializable;

/**
 * What the server makes of gradients that are not of the present version.
 *
 * @param convention by what the sum of an update's gradients is divided
 * @param stalenessAware whether the learning rate of a gradient of staleness τ &gt; 1 is divided by τ, each of an
 *     update's gradients by its own: θ ← θ − (1/K) Σ (η/τₖ) gₖ (Zhang et al. 2016, arXiv:1511.05950)
 * @param delayCompensation λ of DC-ASGD (Zheng et al. 2017, arXiv:1609.08326): g becomes g + λ g ⊙ g ⊙ (θ − θ_read); 0
 *     for none
 */
public record Asynchrony(Convention convention, boolean stalenessAware, double delayCompensation)
        implements Serializable {
    /** Gradients are taken as they are. */
    public static final Asynchrony NONE = new Asynchrony(Convention.MEAN, false, 0);

    private static final long serialVersionUID = 1;

    /** Checks the range. */
    public Asynchrony {
        if (!(delayCompensation >= 0 && delayCompensation <= Double.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    "delayCompensation must be a finite number from 0, was " + delayCompensation);
        }
    }

    /** By what the sum of an update's gradients is divided. */
    public enum Convention {
        /** By its own examples: a single push moves the parameters as far as a whole batch would. */
        MEAN,
        /**
         * By the examples of the whole batch: the pushes of all workers together move as far as one of bsp's updates.
         */
        SUM
    }
}
