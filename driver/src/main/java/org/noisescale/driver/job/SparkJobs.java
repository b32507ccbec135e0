package org.noisescale.driver.job;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaFutureAction;
import org.jspecify.annotations.Nullable;
import org.noisescale.driver.job.trouble.SparkTrouble;
import org.noisescale.driver.study.RunPlan;

/** Waits for the jobs of a run, and says what it means when one of them fails. */
record SparkJobs(RunPlan run, StopRequest stop) {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final int LOOKS_AFTER_FAILURE = 30;

    /** The result of a job that knows no more than Spark why it fails. */
    <T> T await(JavaFutureAction<T> job) throws InterruptedException {
        return await(job, () -> new Trouble(Optional.empty(), false));
    }

    /**
     * Waits for a job. A stop that was requested before the job began cannot have cancelled it, so that is done here. A
     * job whose failure is known ends a moment later, with Spark's word on who was lost, or is cancelled: it may wait
     * for an executor that does not come, or that is silent.
     *
     * @throws LostAttemptException if the job lost a party and may be tried again
     * @throws RunFailedException if it failed for a reason that would show again, or because it was stopped
     */
    <T> T await(JavaFutureAction<T> job, Supplier<Trouble> trouble) throws InterruptedException {
        if (stop.isMade()) {
            job.cancel(true);
        }
        try {
            return result(job, trouble);
        } catch (ExecutionException e) {
            throw stop.isMade() ? stopped(e) : trouble(e, trouble.get());
        } catch (CancellationException e) {
            throw stopped(e);
        } catch (InterruptedException e) {
            job.cancel(true);
            throw e;
        }
    }

    private <T> T result(JavaFutureAction<T> job, Supplier<Trouble> trouble)
            throws InterruptedException, ExecutionException {
        int looksLeft = LOOKS_AFTER_FAILURE;
        Optional<T> result = find(job);
        while (result.isEmpty()) {
            Trouble known = trouble.get();
            if (known.reason.isPresent() && --looksLeft == 0) {
                job.cancel(true);
                String reason = known.reason.get();
                throw known.lasting ? failed(reason, null) : new LostAttemptException(reason, null);
            }
            result = find(job);
        }
        return result.get();
    }

    private static <T> Optional<T> find(JavaFutureAction<T> job) throws InterruptedException, ExecutionException {
        try {
            return Optional.of(job.get(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException running) {
            return Optional.empty();
        }
    }

    private RuntimeException trouble(ExecutionException failure, Trouble trouble) {
        String reason = trouble.reason.orElseGet(() -> SparkTrouble.inOneLine(failure.getCause()));
        boolean transitory = !trouble.lasting && SparkTrouble.isLoss(failure.getCause());
        return transitory ? new LostAttemptException(reason, failure) : failed(reason, failure);
    }

    private RunFailedException stopped(Exception end) {
        return failed("it was stopped", end);
    }

    RunFailedException failed(String reason, @Nullable Throwable cause) {
        return new RunFailedException("run " + run.id() + " failed: " + reason, cause);
    }

    /**
     * What others know of the failure of a job.
     *
     * @param reason is better than Spark's, if there is one
     * @param lasting whether it would show again
     */
    record Trouble(Optional<String> reason, boolean lasting) {}
}
