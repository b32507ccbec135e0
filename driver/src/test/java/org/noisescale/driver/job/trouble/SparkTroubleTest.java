package org.noisescale.driver.job.trouble;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What another attempt may mend, and what it would only show again; the messages are Spark's own. */
final class SparkTroubleTest {
    private static final String BARRIER = "Job aborted due to stage failure: Could not recover from a failed barrier"
            + " ResultStage. Most recent failure reason: Stage failed because barrier task ResultTask(1, 0) finished"
            + " unsuccessfully.\n";

    private static SparkException trouble(String died) {
        return new SparkException(BARRIER + died);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ExecutorLostFailure (executor 0 exited caused by one of the running tasks) Reason: exited with code 137",
                "org.noisescale.parameterserver.protocol.RunAbortedException: worker 1 lost the connection to shard 0",
                "FetchFailed(BlockManagerId(1, host, 7079, None), shuffleId=0, mapIndex=0)"
            })
    void aLossMayBeMended(String died) {
        assertThat(SparkTrouble.isLoss(trouble(died))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "java.lang.IllegalStateException: worker 0 ended with other parameters",
                "org.noisescale.driver.study.InputException: an executor's JVM lacks a flag",
                "java.lang.ArithmeticException: / by zero"
            })
    void whatATaskDiedOfByItselfWouldShowAgain(String died) {
        assertThat(SparkTrouble.isLoss(trouble(died))).isFalse();
    }

    @Test
    void whatSaysNothingIsNoLoss() {
        assertThat(SparkTrouble.isLoss(null)).isFalse();
    }
}
