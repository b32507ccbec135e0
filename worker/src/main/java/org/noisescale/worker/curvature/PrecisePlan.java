package org.noisescale.worker.curvature;

import java.io.Serializable;
import java.util.Optional;

/** A model whose gradient can be computed in double precision: travels to the executors. */
public interface PrecisePlan extends Serializable {
    /** Why the model's loss is no smooth sum over examples, so that it has no Hessian to measure; empty if it is. */
    Optional<String> obstacle();

    /** The gradient of the model, for one thread; asked for only without an obstacle. */
    PreciseGradient openPrecise();
}
