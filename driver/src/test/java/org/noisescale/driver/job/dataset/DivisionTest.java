package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.EvaluationSplit;
import org.noisescale.driver.study.InputException;
import org.noisescale.worker.dataset.BatchShares;

class DivisionTest {

    @Test
    void holdsOutTheLastInTheOrderOfTheFile() {
        Division division = Division.of(new EvaluationSplit.Last(3), "x", 10, 0, 5);

        assertThat(division.trainingIndices().stream()).containsExactly(0, 1, 2, 3, 4, 5, 6);
        assertThat(division.places(7, 3)).containsExactly(7, 8, 9);
        assertThat(division.places(0, 7)).isNotEqualTo(LongStream.range(0, 7).toArray());
    }

    @Test
    void holdsOutAFractionByTheSeed() {
        Division division = Division.of(new EvaluationSplit.Fraction(0.25), "x", 1000, 0, 5);

        assertThat(division.training()).isEqualTo(750);
        assertThat(division.trainingIndices().cardinality()).isEqualTo(750);
        // Of the last 250 indices a drawn 250 would hit 62.5 ± 5.9.
        assertThat(division.trainingIndices().get(750, 1000).cardinality()).isBetween(164, 211);
        assertThat(division.trainingIndices())
                .isNotEqualTo(Division.of(new EvaluationSplit.Fraction(0.25), "x", 1000, 0, 6)
                        .trainingIndices());
    }

    @Test
    void holdsOutAtLeastOneExampleOfASmallFraction() {
        assertThat(Division.of(new EvaluationSplit.Fraction(0.01), "x", 20, 0, 5)
                        .training())
                .isEqualTo(19);
    }

    @Test
    void holdsOutAFileOfItsOwn() {
        Division division = Division.of(new EvaluationSplit.File("y", ""), "x", 10, 4, 5);

        assertThat(division.trainingIndices().stream()).containsExactly(0, 1, 2, 3, 4, 5);
    }

    @Property(seed = "1", tries = 200)
    void everyPlaceBelongsToOneExampleAndOneVirtualWorker(
            @ForAll @IntRange(min = 10, max = 300) int total,
            @ForAll @IntRange(min = 1, max = 7) int virtualWorkers,
            @ForAll long seed) {
        Division division = Division.of(new EvaluationSplit.Fraction(0.2), "x", total, 0, seed);
        Slices slices = Slices.of(new BatchShares(virtualWorkers, virtualWorkers), division);
        long[] places = division.places(0, total);

        assertThat(LongStream.of(places).sorted())
                .containsExactly(LongStream.range(0, total).boxed().toArray(Long[]::new));
        int[] owners = slices.owners(LongStream.range(0, total).toArray());
        for (int place = 0; place < total; place++) {
            boolean training = place < division.training();
            List<Long> borders = training ? slices.training() : slices.evaluation();
            assertThat((long) place).isBetween(borders.get(owners[place]), borders.get(owners[place] + 1) - 1);
        }
    }

    @Test
    void refusesAPartWithoutExamples() {
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Division.of(new EvaluationSplit.Last(21), "x.csv", 20, 0, 1))
                .withMessage("x.csv: the evaluation part would be 20 of 20 examples; both parts need at least one");
        assertThatExceptionOfType(InputException.class)
                .isThrownBy(() -> Division.of(new EvaluationSplit.Fraction(0.5), "x.csv", 1, 0, 1));
    }
}
