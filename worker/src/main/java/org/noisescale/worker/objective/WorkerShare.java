package org.noisescale.worker.objective;

import java.util.List;
import org.noisescale.parameterserver.aggregation.VirtualWorkerRange;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;

/**
 * What falls to one worker.
 *
 * @param range the virtual workers that it serves
 * @param shares how batches are divided over all virtual workers
 * @param training the examples of each of its virtual workers, in order; empty where the objective needs none
 * @param evaluation likewise the held-out ones
 */
public record WorkerShare(
        VirtualWorkerRange range,
        BatchShares shares,
        List<ExamplePartition> training,
        List<ExamplePartition> evaluation) {}
