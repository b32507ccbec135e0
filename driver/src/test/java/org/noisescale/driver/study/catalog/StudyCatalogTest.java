package org.noisescale.driver.study.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.driver.study.Axis;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.Study;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

class StudyCatalogTest {
    @Test
    void listsEveryStudyThatLiesBesideTheProgramButTheReference() throws IOException, URISyntaxException {
        Path folder = Path.of(Objects.requireNonNull(StudyCatalog.class.getResource("/studies/reference.yaml"))
                        .toURI())
                .resolveSibling("");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".yaml", "")))
                    .filteredOn(name -> !name.equals("reference"))
                    .containsExactlyInAnyOrderElementsOf(StudyCatalog.studies().stream()
                            .map(BuiltInStudy::name)
                            .toList());
        }
    }

    @Test
    void callsStudiesByTheNameInTheirFile() {
        assertThat(StudyCatalog.studies())
                .allSatisfy(study -> assertThat(study.read(List.of()).name()).isEqualTo(study.name()));
    }

    @Test
    void sweepsTheBatchSizeInBatchNoise() {
        Study study = StudyCatalog.read("batch-noise", List.of());

        assertThat(study.question()).isEqualTo("How does the gradient noise change with the batch size?");
        assertThat(study.sweep())
                .containsExactly(new Axis("training.batchSize", List.of("16", "32", "64", "128", "256", "512")));
        assertThat(study.runs()).hasSize(18);
        assertThat(study.base().training().steps()).isEqualTo(400);
        assertThat(study.base().training().cluster().virtualWorkers()).isEqualTo(2);
    }

    @Test
    void takesTheFiguresOfTheTruthInQuadraticTruth() {
        Study study = StudyCatalog.read("quadratic-truth", List.of());

        DataPlan.Quadratic data = (DataPlan.Quadratic) study.base().data();
        assertThat(data.curvatures()).hasSize(10).isEqualTo(data.noiseVariances());
        assertThat(data.curvatures().get(9)).isEqualTo(0.1);
        assertThat(study.base().optimizer()).isEqualTo(OptimizerPlan.of(new UpdateRule.Sgd(), 0.5));
        assertThat(study.runs()).hasSize(80);
    }

    @Test
    void takesSettings() {
        assertThat(StudyCatalog.read("batch-noise", List.of("training.steps=7"))
                        .base()
                        .training()
                        .steps())
                .isEqualTo(7);
    }

    @Test
    void takesAFileForAFileWhateverItIsCalled(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("batch-noise"), "name: mine\nquestion: q\n");

        assertThat(StudyCatalog.read(file.toString(), List.of()).name()).isEqualTo("mine");
    }

    @Test
    void takesWhatEndsLikeAFileForOne() {
        assertThatThrownBy(() -> StudyCatalog.read("missing.yml", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("missing.yml: there is no such file");
    }

    @Test
    void suggestsTheNearestStudy() {
        assertThatThrownBy(() -> StudyCatalog.read("bach-noise", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessage("bach-noise is neither a file nor a built-in study; did you mean batch-noise?");
        assertThatThrownBy(() -> StudyCatalog.read("else", List.of()))
                .hasMessage(
                        "else is neither a file nor a built-in study; there is batch-noise, quadratic-truth, critical-batch-size, critical-batch-size-strokes, optimizers, curvature, sync-vs-async,"
                                + " staleness, asynchrony-begets-momentum, noise-budget, backup-workers, ssp, local-sgd,"
                                + " batchnorm-groups, batchnorm-leak, large-batch-batchnorm");
        assertThat(StudyCatalog.find("else")).isEmpty();
    }
}
