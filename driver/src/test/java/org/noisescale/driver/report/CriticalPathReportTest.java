package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

final class CriticalPathReportTest {
    private static final String TIMINGS =
            "step,slowest_worker,bound_by,compute_seconds,push_seconds,aggregate_seconds,pull_seconds,wait_seconds\n";

    @TempDir
    private Path directory;

    private ResultFolder folder() {
        ResultFolder folder = new ResultFolder(directory, """
                name: timed
                question: What takes so long?
                data: {source: quadratic}
                model: {kind: quadratic}
                draws: [loss-curves]
                """, "");
        folder.addRun(
                "run-1",
                "1,2,8,0.1,,0.5,0.5,,1,1,1,1,1,ab",
                List.of("1,4,0.1,,0.5,0.1,1,1,0,,", "2,8,0.2,,0.5,0.1,1,1,0,0.5,"));
        return folder;
    }

    @Test
    void namesTheWorkerAndThePartThatBoundTheSteps() {
        ResultFolder folder = folder();
        folder.write(
                "runs/run-1/timings.csv",
                TIMINGS + "1,3,compute,0.004,0.001,0.001,0.001,0.002\n"
                        + "2,3,compute,0.004,0.001,0.001,0.001,0.002\n"
                        + "3,0,push,0.001,0.002,0.001,0.001,0.002\n"
                        + "4,3,compute,0.004,0.001,0.001,0.001,0.002\n");

        assertThat(ReportWriter.answers(List.of(StudyResults.read(folder.directory()))))
                .contains(
                        "Most steps were bound by compute (75.0 % of them); worker 3 was the slowest in 75.0 %. In the"
                                + " median a step took, in ms: compute 4, push 1, aggregate 1, pull 1; the first worker waited"
                                + " 2 for the slowest.");
    }

    @Test
    void saysNothingWhereNoTimesWereRecorded() {
        assertThat(ReportWriter.answers(List.of(StudyResults.read(folder().directory()))))
                .noneMatch(answer -> answer.contains("slowest"));
    }
}
