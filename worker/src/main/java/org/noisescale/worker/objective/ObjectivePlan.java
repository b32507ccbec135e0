package org.noisescale.worker.objective;

import java.io.Serializable;

/** An objective before it has data: travels from the driver to the workers. */
public interface ObjectivePlan extends Serializable {
    /** The layout and the initial parameters, the same wherever they are asked for. */
    InitialModel initialModel();

    /** The objective of one worker. */
    Objective open(WorkerShare share);
}
