package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.driver.study.DataPlan;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.driver.study.LabelPlan;
import org.noisescale.driver.study.Scaling;

class RefusedDatasetTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3,abc,1   | , row 3, column b: \"abc\" is not a number; write it as 1.5 or 1e-3, or leave the column out of the features",
                "3,NaN,1   | , row 3, column b: \"NaN\" is not finite; fill in a number or remove the row",
                "-Inf,4,1  | , row 3, column a: \"-Inf\" is not finite; fill in a number or remove the row",
                "3,1e40,1  | , row 3, column b: \"1e40\" is beyond the range of 32-bit floats; rescale the column",
                "3,,1      | , row 3, column b: is empty; fill it in or remove the row",
                "3,4,      | , row 3, column label: is empty; fill it in or remove the row",
                "3,4,1.5   | , row 3, column label: \"1.5\" is not a class; labels are integers from 0 on",
                "3,4,-1    | , row 3, column label: \"-1\" is not a class; labels are integers from 0 on",
                "3,4,cat   | , row 3, column label: \"cat\" is not a class; labels are integers from 0 on",
                "3,4,5     | , row 3, column label: label 5 is out of range, as classes is 3; labels must be in [0, 3)",
                "3,4       | , row 3: has 2 cells, the header line has 3; mend or remove the row",
                "3,4,1,9   | , row 3: has 4 cells, the header line has 3; mend or remove the row",
                "3,4,1,9,9,9,9,9,9 | , row 3: has more than twice the cells, the header line has 3; mend or remove the row",
                "3,\"4,1   | , row 3: has 2 cells, the header line has 3; mend or remove the row"
            })
    void namesFileRowAndColumn(String badRow, String complaint) {
        String file = TableFile.csv(folder, "t.csv", "a,b,label", "1,2,0", "2,3,1", badRow, "x,y,z", "5,6,0");

        assertThat(refusal(csv(file, 3))).isEqualTo(file + complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "cat,4,1 | , row 3, column y: \"cat\" is not a number; write it as 1.5 or 1e-3, as a target of regression has to be",
                "3,4,    | , row 3, column z: is empty; fill it in or remove the row",
                "3,b,inf | , row 3, column a: \"b\" is not a number; write it as 1.5 or 1e-3, or leave the column out of the features",
                "3,4,1e39 | , row 3, column z: \"1e39\" is beyond the range of 32-bit floats; rescale the column"
            })
    void namesFileRowAndColumnOfABadTarget(String badRow, String complaint) {
        String file = TableFile.csv(folder, "t.csv", "y,a,z", "1,2,0", "2,3,1", badRow, "5,6,0");

        assertThat(refusal(regression(file, "z", "y"))).isEqualTo(file + complaint);
    }

    @Test
    void refusesATargetThatNeverVaries() {
        String file = TableFile.csv(folder, "t.csv", "y,a,z", "1,2,0.5", "2,3,0.5", "5,6,1");

        assertThat(refusal(regression(file, "y", "z")))
                .isEqualTo(file + ": all 2 training examples have the value 0.5 for target 2; nothing can be learned"
                        + " from it");
    }

    @Test
    void namesTheFirstBadRowOfTheFileThoughSplitsAreReadAtOnce() {
        String[] lines = Stream.concat(
                        Stream.of("a,b,label"), IntStream.range(0, 2000).mapToObj(row -> "1,2," + row % 2))
                .toArray(String[]::new);
        lines[1234] = "1,bad,0";
        Arrays.fill(lines, 1300, 2001, "worse,2,0");
        String file = TableFile.csv(folder, "t.csv", lines);
        SparkSession session = LocalSpark.session().newSession();
        session.conf().set("spark.sql.files.maxPartitionBytes", 500);
        session.conf().set("spark.sql.files.openCostInBytes", 0);

        assertThat(catchThrowableOfType(InputException.class, () -> StoredDataset.open(session, csv(file, 0))))
                .hasMessageStartingWith(file + ", row 1234, column b: \"bad\" is not a number");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a,b,lable  | : has no column label; the nearest is lable",
                "a,b,b,label | : column b appears twice in the header line",
                ",b,label   | : column 1 has no name in the header line",
                "label      | : has no column but the label label; features are missing",
                "a,label    | : has a header line and no rows"
            })
    void namesWhatTheHeaderLacks(String header, String complaint) {
        String file = TableFile.csv(folder, "t.csv", header);

        assertThat(refusal(csv(file, 0))).isEqualTo(file + complaint);
    }

    @Test
    void suggestsTheNearestFeature() {
        String file = TableFile.csv(folder, "t.csv", "width,height,label", "1,2,0");

        assertThat(refusal(csv(file, 0, "widht"))).isEqualTo(file + ": has no column widht; the nearest is width");
    }

    @Test
    void refusesFilesThatAreNone() {
        String empty = TableFile.bytes(folder, "empty.csv", new byte[0]);
        String blank = TableFile.csv(folder, "blank.csv", "", "  ");
        String hidden = TableFile.csv(folder, "_t.csv", "a,label", "1,0");

        assertThat(refusal(csv(folder + "/none.csv", 0)))
                .isEqualTo(folder + "/none.csv: there is no such file, or it may not be read; check the path");
        assertThat(refusal(csv(folder.toString(), 0))).isEqualTo(folder + ": is a directory; name the file in it");
        assertThat(refusal(csv(empty, 0))).isEqualTo(empty + ": is empty; it was perhaps not copied to its end");
        assertThat(refusal(csv(blank, 0))).isEqualTo(blank + ": has no header line, only blank lines");
        assertThat(refusal(csv(hidden, 0))).contains("rename it");
        assertThat(refusal(csv("nowhere://host/t.csv", 0)))
                .contains("cannot be read")
                .hasLineCount(1);
    }

    @Test
    void refusesAGzippedTableThatIsCutOff() {
        StringBuilder rows = new StringBuilder("a,label\n");
        IntStream.range(0, 2000)
                .forEach(row -> rows.append(row).append(',').append(row % 2).append('\n'));
        byte[] whole = TableFile.gzip(rows.toString().getBytes(StandardCharsets.UTF_8));
        String file = TableFile.bytes(folder, "t.csv.gz", Arrays.copyOf(whole, whole.length / 2));

        assertThat(refusal(csv(file, 0)))
                .startsWith(file + ": cannot be read (java.io.EOFException")
                .hasLineCount(1);
    }

    @Test
    void refusesATrainingPartOfOneClass() {
        String file = TableFile.csv(folder, "t.csv", "a,label", "1,1", "2,1", "3,0");

        assertThat(refusal(csv(file, 0)))
                .isEqualTo(file + ": all 2 training examples have label 1; nothing can be learned from one class");
    }

    @Test
    void refusesLabelsThatLookLikeSomethingElse() {
        String file = TableFile.csv(folder, "t.csv", "a,label", "1,0", "2,20260101", "3,0");

        assertThat(refusal(csv(file, 0)))
                .contains("row 2, column label")
                .contains("would make more than 10000 classes");
    }

    @Test
    void leavesNothingBehindWhenItRefuses() {
        int before = LocalSpark.session().sparkContext().getPersistentRDDs().size();
        String file = TableFile.csv(folder, "t.csv", "a,label", "1,1", "x,1", "3,0");
        String oneClass = TableFile.csv(folder, "u.csv", "a,label", "1,1", "2,1", "3,0");

        refusal(csv(file, 0));
        refusal(csv(oneClass, 0));

        assertThat(LocalSpark.session().sparkContext().getPersistentRDDs().size())
                .isEqualTo(before);
    }

    private static String refusal(DataPlan plan) {
        return String.valueOf(
                catchThrowableOfType(InputException.class, () -> StoredDataset.open(LocalSpark.session(), plan))
                        .getMessage());
    }

    private static DataPlan regression(String file, String... columns) {
        return new DataPlan.Csv(
                file,
                new LabelPlan.Targets(List.of(columns), Scaling.NONE),
                List.of(),
                new EvaluationSplit.Last(1),
                Scaling.NONE,
                1);
    }

    private static DataPlan csv(String file, int classes, String... features) {
        return new DataPlan.Csv(
                file,
                new LabelPlan.Classes("label", classes),
                List.of(features),
                new EvaluationSplit.Last(1),
                Scaling.NONE,
                1);
    }
}
