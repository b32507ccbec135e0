package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.spark.api.java.JavaFutureAction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.noisescale.driver.study.catalog.StudyCatalog;

@Timeout(20)
final class SparkJobsTest {
    private final SparkJobs jobs =
            new SparkJobs(StudyCatalog.read("batch-noise", List.of()).runs().get(0), new StopRequest());
    private final Submitted job = new Submitted();

    /** A job whose executors never come. */
    private static final class Submitted extends CompletableFuture<String> implements JavaFutureAction<String> {
        @Override
        public List<Integer> jobIds() {
            return List.of();
        }
    }

    @Test
    void givesTheResult() throws InterruptedException {
        job.complete("there");

        assertThat(jobs.await(job)).isEqualTo("there");
    }

    @Test
    void aJobThatDoesNotEndAlthoughItsRunIsLostIsCancelled() {
        SparkJobs.Trouble lost = new SparkJobs.Trouble(Optional.of("worker 1 is missing"), false);

        assertThatThrownBy(() -> jobs.await(job, () -> lost))
                .isInstanceOf(LostAttemptException.class)
                .hasMessage("worker 1 is missing");
        assertThat(job.isCancelled()).isTrue();
    }

    @Test
    void aLastingTroubleEndsTheRun() {
        SparkJobs.Trouble lasting = new SparkJobs.Trouble(Optional.of("shard-0 failed"), true);

        assertThatThrownBy(() -> jobs.await(job, () -> lasting))
                .isInstanceOf(RunFailedException.class)
                .hasMessageEndingWith("failed: shard-0 failed");
    }

    @Test
    void aJobIsLeftAloneAsLongAsNothingIsWrong() throws InterruptedException {
        int[] looks = {0};

        String result = jobs.await(job, () -> {
            if (++looks[0] == 5) {
                job.complete("late");
            }
            return new SparkJobs.Trouble(Optional.empty(), false);
        });

        assertThat(result).isEqualTo("late");
    }
}
