package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.Scaling;
import org.noisescale.driver.study.TableLocation;
import org.noisescale.worker.dataset.BatchShares;
import org.noisescale.worker.dataset.ExamplePartition;

class LibsvmDatasetTest {
    @TempDir
    private Path folder;

    @Test
    void readsWhatSparksOwnReaderReads() {
        Random random = new Random(5);
        String[] lines = IntStream.range(0, 400)
                .mapToObj(row -> row % 3
                        + IntStream.rangeClosed(1, 30)
                                .filter(index -> random.nextInt(4) == 0 || index == 30)
                                .mapToObj(index -> " " + index + ":" + (float) random.nextGaussian())
                                .reduce("", String::concat))
                .toArray(String[]::new);
        String file = TableFile.csv(folder, "t.libsvm", lines);

        ExamplePartition training = training(file, 0);

        Row[] rows =
                (Row[]) LocalSpark.session().read().format("libsvm").load(file).collect();
        assertThat(training.exampleCount()).isEqualTo(399);
        for (int position = 0; position < training.exampleCount(); position++) {
            Row row = rows[(int) training.index(position)];
            assertThat(training.label(position)).isEqualTo((int) row.getDouble(0));
            Vector vector = row.getAs(1);
            for (int feature = 0; feature < 30; feature++) {
                assertThat(training.features()[position * 30 + feature]).isEqualTo((float) vector.apply(feature));
            }
        }
    }

    @Test
    void takesCommentsBlankLinesAndFeaturesThatNobodyHas() {
        String file =
                TableFile.csv(folder, "t.libsvm", "# comment", "", "0 2:5 # note", "1", "1.0\t1:-1e-1  3:2 ", "0");

        ExamplePartition training = training(file, 4);

        assertThat(training.featureCount()).isEqualTo(4);
        assertThat(training.features()).contains(5, -0.1f, 2);
        assertThat(training.exampleCount()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\'',
            value = {
                "-1 1:1     | , row 2, column label: \"-1\" is not a class; labels are integers from 0 on",
                "1 0:1      | , row 2: \"0:1\" is not index:value with an index from 1 on",
                "1 a        | , row 2: \"a\" is not index:value with an index from 1 on",
                "1 2:1 2:3  | , row 2: index 2 comes after 2; indices must ascend",
                "1 5:1      | , row 2: index 5 is greater than the number of features, 4; set featureCount to more",
                "1 2:x      | , row 2: feature 2: \"x\" is not a number; write it as 1.5 or 1e-3, or leave the column out of the features",
                "1 2:       | , row 2: feature 2: is empty; fill it in or remove the row"
            })
    void namesTheRowThatCannotBeRead(String line, String complaint) {
        String file = TableFile.csv(folder, "t.libsvm", "0 4:1", line, "1 1:1");

        assertThat(refusal(file, 4)).isEqualTo(file + complaint);
    }

    @Test
    void otherLabelsCanBeRenumberedInAQueryOverTheFile() {
        String file = TableFile.csv(folder, "t.libsvm", "-1 1:1 2:2", "+1 1:3", "-1 2:4", "1 1:5");
        DataPlan plan = new DataPlan.Table(
                new TableLocation.Query("SELECT (label + 1) / 2 AS label, features FROM libsvm.`" + file + "`"),
                new LabelPlan.Classes("label", 0),
                List.of(),
                List.of(),
                new EvaluationSplit.Fraction(0.25),
                Scaling.NONE,
                1);

        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan)) {
            assertThat(dataset.report().classCounts()).hasSize(2);
            assertThat(dataset.report().featureCount()).isEqualTo(2);
        }
    }

    @Test
    void refusesFilesWithoutFeaturesOrRows() {
        assertThat(refusal(TableFile.csv(folder, "labels", "0", "1"), 0)).contains("has no feature");
        assertThat(refusal(TableFile.csv(folder, "comments", "# a", "#b"), 3)).endsWith("comments: has no rows");
    }

    private static ExamplePartition training(String file, int featureCount) {
        try (StoredDataset dataset = StoredDataset.open(LocalSpark.session(), plan(file, featureCount))) {
            return dataset.partitions(new BatchShares(1, 1), 1)
                    .first()
                    .training()
                    .get(0);
        }
    }

    private static String refusal(String file, int featureCount) {
        return String.valueOf(catchThrowableOfType(
                        InputException.class, () -> StoredDataset.open(LocalSpark.session(), plan(file, featureCount)))
                .getMessage());
    }

    private static DataPlan plan(String file, int featureCount) {
        return new DataPlan.Libsvm(
                file, featureCount, new LabelPlan.Classes("label", 0), new EvaluationSplit.Last(1), Scaling.NONE, 1);
    }
}
