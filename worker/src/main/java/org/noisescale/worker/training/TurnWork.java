package org.noisescale.worker.training;

import java.util.function.BooleanSupplier;
import org.noisescale.parameterserver.client.TurnSession;

/** What a worker does between reading parameters and pushing. */
interface TurnWork {
    /**
     * Computes at the parameters in the model's memory.
     *
     * @param goesOn whether the turn is still the worker's, which is asked now and then
     * @return the same at the end
     */
    boolean compute(long turn, BooleanSupplier goesOn);

    /** Sends what came of it, and reports the losses. */
    void push(TurnSession session);

    /** How many examples it took. */
    long examples();
}
