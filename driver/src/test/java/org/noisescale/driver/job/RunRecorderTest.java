package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.results.RunSummary;
import org.noisescale.driver.results.StepsColumns;
import org.noisescale.driver.results.StepsFile;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.RunPlan;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.layout.ParameterLayout;
import org.noisescale.parameterserver.layout.Segment;
import org.noisescale.parameterserver.noise.NoiseReading;
import org.noisescale.parameterserver.optimizer.UpdateFigures;
import org.noisescale.parameterserver.protocol.EvaluationSum;
import org.noisescale.parameterserver.service.StepReport;
import org.noisescale.worker.objective.InitialModel;

/** Two parameters that begin at (3, 4), so that |θ|² is 25; the gradient is half of θ, the learning rate 1. */
final class RunRecorderTest {
    private static final ParameterLayout LAYOUT =
            new ParameterLayout(List.of(new Segment("theta", 0, 2, Segment.Kind.WEIGHT)));
    private static final RunPlan PLAN = StudyCatalog.read(
                    "quadratic-truth", List.of("training.steps=3", "training.evaluateEvery=0"))
            .runs()
            .get(0);

    @TempDir
    Path folder;

    private static StepReport halving(int step, double parameterNormSquared) {
        double before = 25 * Math.pow(4, 1 - step);
        UpdateFigures update = new UpdateFigures(before / 2, before / 4, parameterNormSquared);
        NoiseReading reading = new NoiseReading(1, 1);
        return new StepReport(step, 8, 1, 1, reading, List.of(reading), Optional.empty(), update, List.of(update));
    }

    private RunRecorder record(double... parameterNormsSquared) throws IOException {
        InitialModel model = new InitialModel(LAYOUT, new float[] {3, 4});
        Path path = folder.resolve("steps.csv");
        try (StepsFile file = new StepsFile(path, new StepsColumns(LAYOUT, true, LabelPlan.Task.REGRESSION))) {
            RunRecorder recorder = new RunRecorder(
                    PLAN,
                    1,
                    model,
                    new RunRecorder.Records(file::write, timing -> {}, order -> {}, row -> {}),
                    new SilentProgress());
            for (int i = 0; i < parameterNormsSquared.length; i++) {
                recorder.onStep(halving(i + 1, parameterNormsSquared[i]));
            }
            recorder.onEvaluation(3, new EvaluationSum(1, 1, EvaluationSum.NO_CLASSES));
            return recorder;
        }
    }

    @Test
    void aRunWhoseParametersChangeByItsUpdatesIsFine() throws IOException {
        RunRecorder recorder = record(25 / 4.0, 25 / 16.0, 25 / 64.0);

        RunSummary.Stationarity stationarity = recorder.summary("hash").stationarity();
        assertThat(recorder.violation()).isEmpty();
        assertThat(stationarity.residual()).isZero();
        assertThat(stationarity.bound()).isBetween(9e-7, 1.1e-6);
    }

    @Test
    void aRunWhoseParametersChangeByAnythingElseNamesTheFirstSuchStep() throws IOException {
        RunRecorder recorder = record(25 / 4.0, 25 / 16.0 + 1e-5, 25 / 64.0 + 1e-5);

        assertThat(recorder.violation().orElseThrow())
                .startsWith("from step 2 on the parameters changed by something else than the updates: "
                        + "|theta|^2 is off by 1.00e-05, of which rounding explains 9.79e-07")
                .endsWith("this is a fault of the program or of the machine");
    }
}
