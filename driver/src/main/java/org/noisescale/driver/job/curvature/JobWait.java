package org.noisescale.driver.job.curvature;

import org.apache.spark.api.java.JavaFutureAction;

/** How the driver waits for a job: it may be asked to stop, and says in one line what went wrong. */
@FunctionalInterface
public interface JobWait {
    /** The job's result. */
    <T> T await(JavaFutureAction<T> job) throws InterruptedException;
}
