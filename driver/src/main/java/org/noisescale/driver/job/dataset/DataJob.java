package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.noisescale.driver.job.trouble.SparkTrouble;
import org.noisescale.driver.study.InputException;

/** Spark jobs over a file, whose failures become one line. */
final class DataJob {
    private static final int ATTEMPTS = 5;

    private DataJob() {}

    /**
     * Computes everything and brings it to the driver; again if an executor was lost, since a file gives the same
     * again.
     *
     * @throws InputException if tasks could not read the file, with what they met at the bottom
     */
    static <T> List<T> collect(String file, JavaRDD<T> values) {
        Optional<List<T>> collected = Optional.empty();
        for (int attempt = 1; collected.isEmpty(); attempt++) {
            collected = tryCollect(file, values.collectAsync(), attempt == ATTEMPTS);
        }
        return collected.get();
    }

    /** Nothing, if an executor was lost. */
    private static <T> Optional<List<T>> tryCollect(String file, JavaFutureAction<List<T>> job, boolean last) {
        try {
            return Optional.of(job.get());
        } catch (ExecutionException e) {
            if (!last && SparkTrouble.isLoss(e.getCause())) {
                return Optional.empty();
            }
            throw new InputException(file + ": cannot be read (" + bottomOf(e) + ")", e);
        } catch (InterruptedException e) {
            job.cancel(true);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading " + file, e);
        }
    }

    private static String bottomOf(Throwable trouble) {
        Throwable bottom = trouble;
        for (Throwable next = trouble.getCause(); next != null; next = next.getCause()) {
            bottom = next;
        }
        return bottom.toString().lines().findFirst().orElse("no reason given");
    }
}
