package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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

class RefusedTableTest {
    private static final EvaluationSplit LAST = new EvaluationSplit.Last(1);
    private static final EvaluationSplit HALF = new EvaluationSplit.Fraction(0.5);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "IF(id = 2, NULL, id)              | a, row 3, column a: has no value (null); fill it in, or leave such rows out in a query",
                "IF(id = 2, double('NaN'), id)     | a, row 3, column a: \"NaN\" is not finite; fill in a number or remove the row",
                "IF(id = 2, 1e40D, id)             | a, row 3, column a: \"1.0E40\" is beyond the range of 32-bit floats; rescale the column",
                "IF(id = 2, array(1), array(1, 2)) | a, row 3, column a: has 1 values, but another row has 2; all must be equally long",
                "array(id, IF(id = 2, NULL, 1))    | a, row 3, column a: value 2: has no value (null); fill it in, or leave such rows out in a query"
            })
    void namesFileRowAndColumn(String expression, String complaint) {
        LocalSpark.session()
                .sql("SELECT " + expression + " AS a, int(id % 2) AS label FROM range(0, 5, 1, 1)")
                .write()
                .parquet(folder + "/t");

        String file = refusal(stored(folder + "/t"), List.of(), LAST);

        assertThat(file).startsWith(folder + "/t/part-00000-").endsWith(complaint.substring(1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "int(id) + 1 | column label: label 3 is out of range, as classes is 3; labels must be in [0, 3)",
                "id / 2D     | column label: \"0.5\" is not a class; labels are integers from 0 on",
                "id - 1      | column label: \"-1\" is not a class; labels are integers from 0 on",
                "IF(id = 1, NULL, id % 2) | column label: is empty; fill it in or remove the row",
                "string(id)  | column label: is of type string, but must be a number; cast it in a query, or name another one"
            })
    void namesTheLabelThatIsNone(String expression, String complaint) {
        String query = "SELECT id AS a, " + expression + " AS label FROM range(0, 3)";

        assertThat(refusal(new TableLocation.Query(query), List.of(), HALF)).isEqualTo("the query, " + complaint);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'w' AS a, 0 AS label | the query, column a: is of type string, but must be a number, an array of numbers or an ML vector; cast it in a query, or leave it out of the features",
                "1 AS a, 0 AS lable   | the query: has no column label; the nearest is lable",
                "0 AS label           | the query: has no column but the label label; features are missing",
                "1 AS a, 2 AS a, 0 AS label | the query: column a appears twice; rename one in a query",
                "1 AS a, 0 AS label WHERE false | the query: has no rows",
                "array(1) AS a, 0 AS label WHERE false | the query: has no rows",
            })
    void namesWhatTheColumnsLack(String columns, String complaint) {
        assertThat(refusal(new TableLocation.Query("SELECT " + columns), List.of(), HALF))
                .isEqualTo(complaint);
    }

    @Test
    void refusesAnOrderThatLeavesRowsInTies() {
        String query = "SELECT id, int(id / 2) AS pair, int(id % 2) AS label FROM range(0, 10, 1, 3)";

        assertThat(refusal(new TableLocation.Query(query), List.of("pair"), HALF))
                .isEqualTo("the query, row 2: comes at the same place as the row before it; name columns in orderBy"
                        + " that together tell all rows apart");
        assertThat(refusal(new TableLocation.Query(query), List.of("par"), HALF))
                .isEqualTo("the query: has no column par; the nearest is pair");
    }

    @Test
    void refusesTheLastRowsOfWhatHasNoOrder() {
        assertThat(refusal(new TableLocation.Query("SELECT 1 AS a, 0 AS label"), List.of(), LAST))
                .isEqualTo("the query: evaluationLast needs orderBy, because these rows have no order of their own");
    }

    @Test
    void saysInOneLineWhatSparkCannotFind() {
        assertThat(refusal(new TableLocation.Catalogued("nowhere.none"), List.of(), HALF))
                .startsWith("table nowhere.none: cannot be read ([TABLE_OR_VIEW_NOT_FOUND]")
                .hasLineCount(1);
        assertThat(refusal(new TableLocation.Query("SELEKT 1"), List.of(), HALF))
                .contains("[PARSE_SYNTAX_ERROR]")
                .hasLineCount(1);
        assertThat(refusal(stored(folder + "/none"), List.of(), HALF))
                .contains("[PATH_NOT_FOUND]")
                .hasLineCount(1);
        assertThat(refusal(new TableLocation.Stored("orcc", "/x", Map.of()), List.of(), HALF))
                .contains("[DATA_SOURCE_NOT_FOUND]")
                .hasLineCount(1);
        assertThat(refusal(stored(TableFile.csv(folder, "t.parquet", "no parquet at all")), List.of(), HALF))
                .startsWith(folder + "/t.parquet: cannot be read (")
                .hasLineCount(1);
    }

    @Test
    void saysInOneLineWhatGoesWrongWhileRowsAreComputed() {
        String query = "SELECT id AS a, int(id % 2) AS label, IF(id = 2, raise_error('so'), 1) AS b FROM range(3)";

        assertThat(refusal(new TableLocation.Query(query), List.of(), HALF))
                .startsWith("the query: cannot be read (")
                .contains("so")
                .hasLineCount(1);
    }

    @Test
    void leavesNothingBehindWhenItRefuses() {
        int before = LocalSpark.session().sparkContext().getPersistentRDDs().size();

        refusal(new TableLocation.Query("SELECT id AS a, -1 AS label FROM range(3)"), List.of(), HALF);

        assertThat(LocalSpark.session().sparkContext().getPersistentRDDs().size())
                .isEqualTo(before);
    }

    private static TableLocation stored(String path) {
        return new TableLocation.Stored("parquet", path);
    }

    private static String refusal(TableLocation location, List<String> orderBy, EvaluationSplit evaluation) {
        DataPlan plan = new DataPlan.Table(
                location, new LabelPlan.Classes("label", 3), List.of(), orderBy, evaluation, Scaling.NONE, 1);
        return String.valueOf(
                catchThrowableOfType(InputException.class, () -> StoredDataset.open(LocalSpark.session(), plan))
                        .getMessage());
    }
}
