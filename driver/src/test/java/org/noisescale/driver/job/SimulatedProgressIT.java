package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.simulation.Glimpse;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;

/** A simulated run tells its steps at its end; how far it is is seen before. */
@Timeout(120)
class SimulatedProgressIT {
    /** Far more than can be done between two words of an executor; the run is stopped as soon as it has said one. */
    private static final int STEPS = 1_900_000;

    private static final String STUDY = """
            name: progress
            question: How far is it?
            data: {source: quadratic, dimension: 10}
            optimizer: {kind: sgd, learningRate: 0.01}
            training: {cluster: simulated, workers: 64, batchSize: 64, synchronization: async, steps: %d,
              evaluateEvery: 0, seeds: [1]}
            """.formatted(STEPS);

    @TempDir
    private Path folder;

    @Test
    void howFarARunIsComesWhileItRuns() throws IOException, InterruptedException {
        Study study = StudyCatalog.read(
                Files.writeString(folder.resolve("study.yaml"), STUDY).toString(), List.of());
        List<Glimpse> glimpses = new ArrayList<>();
        StopRequest stop = new StopRequest();
        NotedProgress told = new NotedProgress();
        told.atGlimpse(glimpse -> {
            glimpses.add(glimpse);
            if (glimpse.step() > 0) {
                stop.make();
            }
        });

        try (SparkCluster cluster = SparkCluster.connect(Optional.of("local[1]"), 1);
                OutputFolder results = OutputFolder.open(folder.resolve("out"), study)) {
            stop.stopWith(cluster.context()::cancelAllJobs);
            StudyExecution execution = new StudyExecution(study, results, told, stop);
            assertThatThrownBy(() -> execution.run(cluster)).hasMessageEndingWith("failed: it was stopped");
        }

        assertThat(glimpses).extracting(Glimpse::step).isSorted();
        assertThat(glimpses).anySatisfy(glimpse -> {
            assertThat(glimpse.step()).isBetween(1L, STEPS - 1L);
            assertThat(glimpse.loss()).isPositive();
            assertThat(glimpse.examplesPerSecond()).isPositive();
        });
    }
}
