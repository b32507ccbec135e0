package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.study.TrainingPlan.Cluster;
import org.noisescale.driver.study.TrainingPlan.Sampling;
import org.noisescale.driver.study.TrainingPlan.Transport;
import org.noisescale.parameterserver.optimizer.OptimizerPlan;
import org.noisescale.parameterserver.optimizer.UpdateRule;

class StudyReaderTest {
    private static final EvaluationSplit FIFTH = new EvaluationSplit.Fraction(0.2);

    @Test
    void needsNothingButANameAndAQuestion() {
        Study study = StudyText.read("name: n\nquestion: Why?");

        assertThat(study.name()).isEqualTo("n");
        assertThat(study.question()).isEqualTo("Why?");
        assertThat(study.base())
                .isEqualTo(new Configuration(
                        new DataPlan.Strokes(20_000, FIFTH, Scaling.NONE, 1),
                        new ModelPlan.Mlp(
                                List.of(128),
                                ModelPlan.Activation.RELU,
                                ModelPlan.Loss.CROSS_ENTROPY,
                                BatchNorm.NONE,
                                0),
                        OptimizerPlan.of(new UpdateRule.Sgd(), 0.1),
                        new TrainingPlan(
                                new Cluster(2, 2, 1, Transport.AUTO),
                                64,
                                400,
                                Sampling.WITHOUT_REPLACEMENT,
                                new TrainingPlan.Evaluations(100, new Target.None()),
                                new TrainingPlan.Recovery(60, 1_000, 4),
                                true),
                        CurvaturePlan.never()));
        assertThat(study.seeds()).containsExactly(1L, 2L, 3L);
        assertThat(study.sweep()).isEmpty();
        assertThat(study.draws())
                .containsExactly("loss-curves", "evaluation-accuracy", "noise-trace", "noise-scale", "contact-sheet");
    }

    @Test
    void readsEveryKeyOfTraining() {
        Study study = StudyText.of("""
                training:
                  workers: 3
                  virtualWorkers: 5
                  shards: 4
                  synchronization: bsp
                  transport: udp
                  batchSize: 10
                  steps: 7
                  seeds: [9, 0]
                  sampling: with-replacement
                  evaluateEvery: 0
                  waitLimitSeconds: 1.5
                  checkpointEvery: 6
                  attempts: 2
                  saveModel: false
                """);

        assertThat(study.base().training())
                .isEqualTo(new TrainingPlan(
                        new Cluster(3, 5, 4, Transport.UDP),
                        10,
                        7,
                        Sampling.WITH_REPLACEMENT,
                        new TrainingPlan.Evaluations(0, new Target.None()),
                        new TrainingPlan.Recovery(1.5, 6, 2),
                        false));
        assertThat(study.seeds()).containsExactly(9L, 0L);
    }

    @Test
    void takesAConfigurationOfDl4jByItsPathAlone() {
        ModelPlan model = StudyText.of("model: {dl4j: net.json}").base().model();

        assertThat(model).isInstanceOfSatisfying(ModelPlan.Dl4j.class, dl4j -> {
            assertThat(dl4j.path()).endsWith("/net.json").startsWith("/");
            assertThat(dl4j.inputShape()).isEmpty();
            assertThat(dl4j.ownUpdaters()).isTrue();
        });
    }

    @Test
    void letsAnOptimizerOfTheStudyReplaceTheUpdatersOfAConfiguration() {
        Study study = StudyText.of(
                "model: {kind: dl4j, dl4j: net.json, inputShape: [1, 28, 28]}\n" + "optimizer: {learningRate: 0.5}");

        assertThat(study.base().model()).isInstanceOfSatisfying(ModelPlan.Dl4j.class, dl4j -> {
            assertThat(dl4j.inputShape()).containsExactly(1, 28, 28);
            assertThat(dl4j.ownUpdaters()).isFalse();
        });
        assertThat(study.base().optimizer()).isEqualTo(OptimizerPlan.of(new UpdateRule.Sgd(), 0.5));
    }

    @Test
    void readsAConfigurationOfDl4jWithItsUpdatersAgainFromWhatItWrote() {
        Study study = StudyText.of("model: {dl4j: net.json}");

        assertThat(study.yaml()).doesNotContain("optimizer");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void readsConvolutionsAndWhatStandsBetweenLayers() {
        assertThat(StudyText.of("model: {kind: cnn}").base().model())
                .isEqualTo(new ModelPlan.Cnn(ModelPlan.Cnn.Size.LENET, List.of(), BatchNorm.NONE));
        assertThat(StudyText.of("model: {kind: large-cnn, inputShape: [3, 8, 8]}")
                        .base()
                        .model())
                .isEqualTo(new ModelPlan.Cnn(ModelPlan.Cnn.Size.LARGE, List.of(3, 8, 8), BatchNorm.NONE));
        assertThat(StudyText.of("model: {batchNorm: local, dropout: 0.5}")
                        .base()
                        .model())
                .isEqualTo(new ModelPlan.Mlp(
                        List.of(128), ModelPlan.Activation.RELU, ModelPlan.Loss.CROSS_ENTROPY, BatchNorm.LOCAL, 0.5));
    }

    @Test
    void asManyVirtualWorkersAsWorkersUnlessTold() {
        Study study = StudyText.of("training: {workers: 7}");

        assertThat(study.base().training().cluster().virtualWorkers()).isEqualTo(7);
    }

    @Test
    void standardisesCsvAndTakesTheColumnLabel() {
        Study study = StudyText.of("data: {source: csv, path: digits.csv}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.Csv(
                        "/home/digits.csv",
                        new LabelPlan.Classes("label", 0),
                        List.of(),
                        FIFTH,
                        Scaling.STANDARDISE,
                        1));
        assertThat(study.draws()).doesNotContain("contact-sheet");
    }

    @Test
    void readsEveryKeyOfCsv() {
        Study study = StudyText.of("data: {source: csv, path: a/../b.csv, label: y, features: [u, v], classes: 3,"
                + " evaluationPath: /t.csv, scaling: none, seed: 5}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.Csv(
                        "/home/b.csv",
                        new LabelPlan.Classes("y", 3),
                        List.of("u", "v"),
                        new EvaluationSplit.File("/t.csv", ""),
                        Scaling.NONE,
                        5));
    }

    @Test
    void readsTheTargetsOfARegression() {
        Study several = StudyText.of("data: {source: csv, path: /b.csv, task: regression, label: [y, z], features: [u],"
                + " targetScaling: standardise, evaluationPath: /t.csv, scaling: none, seed: 5}");
        Study one = StudyText.of("data: {source: csv, path: /b.csv, task: regression, label: y}");

        assertThat(several.base().data())
                .isEqualTo(new DataPlan.Csv(
                        "/b.csv",
                        new LabelPlan.Targets(List.of("y", "z"), Scaling.STANDARDISE),
                        List.of("u"),
                        new EvaluationSplit.File("/t.csv", ""),
                        Scaling.NONE,
                        5));
        assertThat(((DataPlan.Csv) one.base().data()).label())
                .isEqualTo(new LabelPlan.Targets(List.of("y"), Scaling.NONE));
        assertThat(((ModelPlan.Mlp) one.base().model()).loss()).isEqualTo(ModelPlan.Loss.SQUARED_ERROR);
        assertThat(StudyText.read(several.yaml())).isEqualTo(several);
        assertThat(one.draws()).doesNotContain("evaluation-accuracy");
    }

    @Test
    void readsTheWeightsOfClasses() {
        Study balanced = StudyText.of("model: {kind: softmax, classWeights: balanced}");
        Study listed = StudyText.of("model: {kind: softmax, classWeights: [1, 0.5]}");

        assertThat(balanced.base().model())
                .isEqualTo(new ModelPlan.ClassWeighted(new ModelPlan.Softmax(), new ClassWeights.Balanced()));
        assertThat(listed.base().model())
                .isEqualTo(new ModelPlan.ClassWeighted(
                        new ModelPlan.Softmax(), new ClassWeights.Explicit(List.of(1.0, 0.5))));
        assertThat(StudyText.read(balanced.yaml())).isEqualTo(balanced);
        assertThat(StudyText.read(listed.yaml())).isEqualTo(listed);
    }

    @Test
    void readsLeastSquaresWithItsLinearModel() {
        Study study = StudyText.of("data: {source: least-squares, spectrum: [2, 0.5], labelNoiseVariance: 0.25,"
                + " optimum: [1, -1], initialParameters: 3}");
        Study usual = StudyText.of("data: {source: least-squares, dimension: 2}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.LeastSquares(List.of(2.0, 0.5), 0.25, List.of(1.0, -1.0), List.of(3.0, 3.0)));
        assertThat(study.base().model()).isEqualTo(new ModelPlan.Linear());
        assertThat(usual.base().data())
                .isEqualTo(new DataPlan.LeastSquares(List.of(1.0, 0.5), 1, List.of(1.0, 1.0), List.of(0.0, 0.0)));
        assertThat(usual.draws()).containsExactly("loss-curves", "noise-trace", "noise-scale");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void leavesPathsWithASchemeAlone() {
        Study study = StudyText.of("data: {source: csv, path: 'hdfs://host/digits.csv'}");

        assertThat(((DataPlan.Csv) study.base().data()).path()).isEqualTo("hdfs://host/digits.csv");
    }

    @Test
    void holdsOutTheLastImages() {
        Study study = StudyText.of("data: {source: idx, images: i, labels: l, evaluationLast: 360}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.Idx("/home/i", "/home/l", 0, new EvaluationSplit.Last(360), Scaling.UNIT, 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "name: db.digits, orderBy: [day, id], evaluationName: db.more",
                "query: 'SELECT 1', evaluationQuery: 'SELECT 2', orderBy: [day, id]",
                "format: jdbc, options: {url: 'jdbc:x', fetch.size: 10}, orderBy: [day, id], evaluationPath: e",
                "format: orc, path: p, orderBy: [day, id], evaluationLast: 3"
            })
    void readsTheWaysToATableAndSpellsThemOut(String keys) {
        Study study = StudyText.of("data: {source: table, features: [a, b], " + keys + "}");

        DataPlan.Table table = (DataPlan.Table) study.base().data();

        assertThat(table.orderBy()).containsExactly("day", "id");
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
        assertThat(study.yaml().lines().map(String::strip).toList())
                .contains("source: table", "orderBy: [day, id]", "scaling: standardise");
    }

    @Test
    void readsParquetAsFilesAndLibsvmWithoutColumns() {
        DataPlan parquet = StudyText.of("data: {source: parquet, path: p, label: y}")
                .base()
                .data();
        DataPlan libsvm = StudyText.of("data: {source: libsvm, path: l, featureCount: 9, task: regression}")
                .base()
                .data();

        assertThat(parquet)
                .isEqualTo(new DataPlan.Table(
                        new TableLocation.Stored("parquet", "/home/p"),
                        new LabelPlan.Classes("y", 0),
                        List.of(),
                        List.of(),
                        FIFTH,
                        Scaling.STANDARDISE,
                        1));
        assertThat(libsvm)
                .isEqualTo(new DataPlan.Libsvm(
                        "/home/l", 9, new LabelPlan.Targets(List.of("label"), Scaling.NONE), FIFTH, Scaling.NONE, 1));
    }

    @Test
    void holdsOutImagesOfTheirOwn() {
        Study study =
                StudyText.of("data: {source: idx, images: i, labels: l, evaluationImages: j, evaluationLabels: m}");

        assertThat(((DataPlan.Idx) study.base().data()).evaluation())
                .isEqualTo(new EvaluationSplit.File("/home/j", "/home/m"));
    }

    @Test
    void takesTheInverseLawForTheQuadraticAndItsNoise() {
        Study study = StudyText.of("data: {source: quadratic, dimension: 4}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.Quadratic(
                        List.of(1.0, 0.5, 1.0 / 3, 0.25),
                        List.of(1.0, 0.5, 1.0 / 3, 0.25),
                        List.of(1.0, 1.0, 1.0, 1.0)));
        assertThat(study.base().model()).isEqualTo(new ModelPlan.Quadratic());
        assertThat(study.base().training().sampling()).isEqualTo(Sampling.WITH_REPLACEMENT);
        assertThat(study.draws()).containsExactly("loss-curves", "quadratic-theory", "noise-trace", "noise-scale");
    }

    @Test
    void takesTheDimensionFromALongList() {
        Study study =
                StudyText.of("data: {source: quadratic, curvatures: [3, 2], noiseVariances: {scale: 4, exponent: 2},"
                        + " initialParameters: [-1, 5e-1]}");

        assertThat(study.base().data())
                .isEqualTo(new DataPlan.Quadratic(List.of(3.0, 2.0), List.of(4.0, 1.0), List.of(-1.0, 0.5)));
    }

    @Test
    void noiseFollowsTheCurvaturesUnlessTold() {
        Study study = StudyText.of("data: {source: quadratic, curvatures: [3, 2]}");

        assertThat(((DataPlan.Quadratic) study.base().data()).noiseVariances()).containsExactly(3.0, 2.0);
    }

    @Test
    void readsEveryOptimizer() {
        assertThat(StudyText.of("optimizer: {kind: momentum}").base().optimizer())
                .isEqualTo(OptimizerPlan.of(new UpdateRule.Momentum(0.9), 0.01));
        assertThat(StudyText.of("optimizer: {kind: adam}").base().optimizer())
                .isEqualTo(OptimizerPlan.of(new UpdateRule.Adam(0.9, 0.999, 1e-8), 0.001));
        assertThat(StudyText.of("optimizer: {kind: adam, learningRate: 1e-2, beta1: 0, beta2: .5, epsilon: 1}")
                        .base()
                        .optimizer())
                .isEqualTo(OptimizerPlan.of(new UpdateRule.Adam(0, 0.5, 1), 0.01));
    }

    @Test
    void readsEveryModel() {
        assertThat(StudyText.of("model: {kind: softmax}").base().model()).isEqualTo(new ModelPlan.Softmax());
        assertThat(StudyText.of("model: {hidden: [8, 4], activation: gelu, loss: squared-error}")
                        .base()
                        .model())
                .isEqualTo(new ModelPlan.Mlp(
                        List.of(8, 4), ModelPlan.Activation.GELU, ModelPlan.Loss.SQUARED_ERROR, BatchNorm.NONE, 0));
    }

    @Test
    void makesOneLineOfALongQuestion() {
        Study study = StudyText.read("name: n\nquestion: >\n  How does it\n\n  work?\n");

        assertThat(study.question()).isEqualTo("How does it work?");
    }

    @Test
    void followsAliasesAndMergeKeys() {
        Study study = StudyText.read(
                "name: &n study-1\nquestion: *n\noptimizer: &o {kind: adam}\ntraining: {<<: &t {steps: 5, shards: 9}, shards: 2}");

        assertThat(study.question()).isEqualTo("study-1");
        assertThat(study.base().training().steps()).isEqualTo(5);
        assertThat(study.base().training().cluster().shards()).isEqualTo(2);
    }

    @Test
    void takesAnEmptySectionForTheDefaults() {
        assertThat(StudyText.of("training:\nsweep:\n").base())
                .isEqualTo(StudyText.of("").base());
    }

    @Test
    void readsAFileWithPathsRelativeToItsFolder(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(
                folder.resolve("s.yaml"), "\uFEFF" + StudyText.HEAD + "data: {source: csv, path: d.csv}");

        Study study = StudyReader.read(file, List.of());

        assertThat(((DataPlan.Csv) study.base().data()).path())
                .isEqualTo(folder.resolve("d.csv").toString());
    }

    @Test
    void refusesFilesThatCannotBeRead(@TempDir Path folder) throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), "name: ä".getBytes(StandardCharsets.ISO_8859_1));
        Path missing = folder.resolve("missing.yaml");

        assertThat(refusalOf(missing)).isEqualTo(missing + ": there is no such file");
        assertThat(refusalOf(folder)).isEqualTo(folder + ": is a folder");
        assertThat(refusalOf(latin)).isEqualTo(latin + ": is not text in UTF-8");
    }

    private static String refusalOf(Path file) {
        InputException refused =
                Assertions.catchThrowableOfType(InputException.class, () -> StudyReader.read(file, List.of()));
        return String.valueOf(refused.getMessage());
    }
}
