package org.noisescale.driver.job.dataset;

import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.noisescale.driver.study.InputException;

/** Spark jobs over a file, whose failures become one line. */
final class DataJob {
    private DataJob() {}

    /**
     * Computes everything and brings it to the driver.
     *
     * @throws InputException if tasks could not read the file, with what they met at the bottom
     */
    static <T> List<T> collect(String file, JavaRDD<T> values) {
        JavaFutureAction<List<T>> job = values.collectAsync();
        try {
            return job.get();
        } catch (ExecutionException e) {
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
