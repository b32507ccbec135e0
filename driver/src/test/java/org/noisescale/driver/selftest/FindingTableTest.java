package org.noisescale.driver.selftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class FindingTableTest {
    private static final Problem PROBLEM = ContractionRate.ofDescent();

    @Test
    void namesTheProblemOnceAndAlignsItsFigures() {
        List<String> rows = FindingTable.rows(
                PROBLEM,
                List.of(
                        Finding.scattering("expected loss", 1.0330131, 1.02119, 0.0056),
                        Finding.exact("factor in each step", 0.5, 0.75, 1e-6)));

        assertThat(rows)
                .containsExactly(
                        "gradient-descent      expected loss            "
                                + "      1.03301      1.02119    0.0056    -2.11  ok",
                        "                      factor in each step      "
                                + "     0.500000     0.750000  ≤1.0e-06    3e+05  MISSED");
    }

    @Test
    void fitsAHundredColumns() {
        List<String> lines = new ArrayList<>(FindingTable.legend());
        lines.add(FindingTable.header());
        lines.addAll(FindingTable.rows(
                PROBLEM,
                List.of(
                        Finding.scattering("steady risk of average", 1.2345e-5, -1.2345e-5, 1e-10),
                        Finding.scattering("expected loss, update 100", 123456.7, -12345678, 12345.6),
                        Finding.exact("loss at the start", 1, Double.NEGATIVE_INFINITY, 1e-12))));

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(100));
    }

    /** The names of all problems leave their column free. */
    @Test
    void hasRoomForEveryProblem() {
        assertThat(Problems.all())
                .extracting(Problem::name)
                .doesNotHaveDuplicates()
                .allSatisfy(name -> assertThat(name.length()).isLessThanOrEqualTo(20));
    }
}
