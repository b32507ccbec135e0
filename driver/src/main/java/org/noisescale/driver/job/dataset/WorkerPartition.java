package org.noisescale.driver.job.dataset;

import java.io.Serializable;
import java.util.List;
import org.noisescale.worker.dataset.ExamplePartition;

/**
 * What one worker holds: for each of its virtual workers, in order, the training examples it draws from and its part of
 * the evaluation examples (which may be empty).
 */
public record WorkerPartition(int rank, List<ExamplePartition> training, List<ExamplePartition> evaluation)
        implements Serializable {}
