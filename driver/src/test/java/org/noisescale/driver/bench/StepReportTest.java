package org.noisescale.driver.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepReportTest {
    private static final long MS = 1_000_000;

    private static StepResult result() {
        StepResult result = new StepResult(new StepPlan(StepPlan.Normalization.LOCAL, 2, 2, 0));
        for (int i = 0; i < 1000; i++) {
            long slow = i < StepBench.END ? 1 : 2;
            result.observe(new long[] {6 * slow * MS, slow * MS, 2 * slow * MS, slow * MS});
            result.observeFit((i < StepBench.END ? 8 : 24) * MS);
        }
        result.observeProcessors(Duration.ofSeconds(7), Duration.ofSeconds(10));
        result.observeProcessors(Duration.ofSeconds(8), Duration.ofSeconds(5));
        return result;
    }

    @Test
    void theCoresThatAreBusyAreTheProcessorTimeOverTheTimeOfAllBatches() {
        assertThat(result().busyCores()).isCloseTo(1, within(1e-12));
    }

    @Test
    void theServersShareIsWhatTheWorkerDidNotCompute() {
        assertThat(result().serverShare()).isCloseTo(0.4, within(1e-12));
    }

    @Test
    void theFirstAndTheLastStepsStandBesideEachOther() {
        StepReport report = StepReport.ofSingle(List.of(result()));

        assertThat(String.join("\n", report.table())).contains("10.00 / 20.00", "8.00 / 24.00");
    }

    private static StepResult of(StepPlan.Normalization normalization, int... batches) {
        StepResult result = new StepResult(new StepPlan(normalization, 1, 1, 0));
        for (int ms : batches) {
            for (int i = 0; i < StepBench.BATCH; i++) {
                result.observe(new long[] {ms * MS, 0, 0, 0});
            }
        }
        result.observeFit(MS);
        result.observeProcessors(Duration.ofSeconds(1), Duration.ofSeconds(1));
        return result;
    }

    /** The machine is three times as slow in the second pair, for both. */
    @Test
    void whatSharedStatisticsCostIsTheMedianOverPairsOfNeighbours() {
        StepReport report = StepReport.ofNeighbours(
                List.of(of(StepPlan.Normalization.LOCAL, 10, 30, 10), of(StepPlan.Normalization.SYNC, 11, 36, 10)));

        assertThat(report.table())
                .contains("Shared statistics cost +10.0 % of a step with local ones (median of 3 pairs of 100 steps;"
                        + " quartiles +0.0 and +20.0 %).");
    }

    @Test
    void saysThatThreadsRanWhereTheKernelPutThem() {
        List<String> table = StepReport.ofSingle(List.of(result())).table();

        assertThat(table.get(table.size() - 1))
                .startsWith("Workers and shards ran where the kernel put them")
                .contains("-Dnoisescale.bind=true");
    }

    @Test
    void theFileHasAsManyFiguresAsColumns() {
        List<String> csv = StepReport.ofSingle(List.of(result())).csv();

        assertThat(csv).hasSize(2);
        assertThat(csv.get(1).split(",")).hasSameSizeAs(csv.get(0).split(","));
        assertThat(csv.get(1)).startsWith("784-512-BN-256-10,2,2,1000,10.0000,10.0000,20.0000,6.0000,1.0000,");
    }
}
