package org.noisescale.driver.results;

import java.io.Serializable;

/**
 * What the spread of the gradients under way is made of, at one version; each figure as a variance of the gradient of
 * one example, and without bias.
 *
 * @param step how many updates there had been
 * @param workers how many workers had a gradient under way
 * @param spread tr of the covariance of their gradients: what a meter reads that takes them for equals
 * @param sampling the part of their examples, from two halves of each worker's batch at the version that it had read
 * @param staleness the part of the versions: the spread of what each gradient differs by from the one of the same
 *     examples at the present version
 * @param offset the squared norm of the mean of these differences, which no spread shows
 */
public record NoiseBudget(long step, int workers, double spread, double sampling, double staleness, double offset)
        implements Serializable {
    private static final long serialVersionUID = 1;
}
