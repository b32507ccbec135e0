package org.noisescale.driver.job.curvature;

import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;

/**
 * How the driver waits for a job: it may be asked to stop, submits the job once more when an executor was lost, and
 * says in one line what went wrong.
 */
@FunctionalInterface
public interface JobWait {
    /** The result of a job, which is submitted at once, and gives the same whenever it is. */
    <T> T await(Supplier<JavaFutureAction<T>> job) throws InterruptedException;
}
