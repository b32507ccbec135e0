package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.analysis.StudyResults;

final class SharedNoiseTest {
    private static final String STEPS = "step,loss,noise_trace,gradient_norm_squared,noise_trace_biased,"
            + "gradient_norm_squared_biased,wall_seconds,learning_rate,examples,evaluation_accuracy\n";
    private static final String STATISTICS = "step,layer,values_per_channel,variance,mean_variance,inverse_deviation,"
            + "inverse_deviation_variance,normalized_variance,running_mean_distance_squared\n";

    @TempDir
    private Path directory;

    private Comparison results(String steps) {
        ResultFolder folder = new ResultFolder(directory, """
                name: shared
                question: What does the spread tell?
                data: {source: strokes}
                model: {kind: mlp, batchNorm: sync}
                training: {batchSize: 20}
                draws: [shared-noise]
                """, "");
        folder.addRun("run-1", "1,3,60,0.1,,0.5,0.5,,1,1,1,1,1,ab", List.of());
        folder.write("runs/run-1/steps.csv", STEPS + steps);
        folder.write(
                "runs/run-1/statistics.csv",
                STATISTICS + "1,1,8,7,0.5,0.4,0.02,0.3,4\n1,4,2,7,2,0.4,0.02,0.3,4\n3,1,8,7,1.5,0.4,0.04,0.5,4\n");
        return new Comparison(List.of(StudyResults.read(directory)));
    }

    @Test
    void showsBothOverTheStepsAtWhichBothAreKnown() {
        Comparison comparison =
                results("1,1,100,2,140,0,0.1,0.1,20,\n2,1,,,1000,0,0.1,0.1,40,\n3,1,60,4,100,2,0.1,0.1,60,\n");

        Page.Section section = new SharedNoise().draw(comparison);

        assertThat(section.charts().get(0).series())
                .extracting(Page.Series::y)
                .containsExactly(List.of(80.0), List.of(120.0));
        assertThat(section.answers())
                .containsExactly("tr Σ ≈ 80; the spread of virtual workers, which share statistics, would tell 120,"
                        + " 150 % of it.");
        assertThat(section.tables().get(0).rows()).containsExactly(List.of("all runs", "80", "120", "3", "1", "−2"));
        assertThat(section.caption()).contains("depend on each other", "tr Σ − B·C");
    }

    @Test
    void saysWhatIsLackingWhereNothingIsKnownButTheBiasedSpread() {
        Page.Section section = new SharedNoise().draw(results("1,1,,,140,0,0.1,0.1,20,\n"));

        assertThat(section.charts()).isEmpty();
        assertThat(section.caption()).contains("measure.batchNorm.every must be 2 or more");
    }

    @Test
    void holdsTheScatterOfStatisticsAgainstThatOfNormalActivations() {
        Page.Section section = new StatisticsNoise().draw(results("1,1,,,140,0,0.1,0.1,20,\n"));

        assertThat(section.charts()).hasSize(2);
        assertThat(section.charts().get(0).series())
                .extracting(Page.Series::y)
                .containsExactly(List.of(0.125), List.of(2 / 14.0), List.of(0.125));
        assertThat(section.tables().get(0).rows())
                .containsExactly(
                        List.of("all runs", "1", "8", "0.125", "0.125", "0.24", "0.151", "0.4", "0.707"),
                        List.of("all runs", "4", "2", "0.143", "—", "0.28", "—", "0.3", "0.535"));
    }
}
