package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTest {
    private static final String SEARCH = "search: {optimizer.learningRate: {low: 0.1, high: 10}, trials: 8}\n";

    private static double rate(RunPlan run) {
        return Double.parseDouble(run.swept().getOrDefault("optimizer.learningRate", ""));
    }

    @Test
    void triesEveryCombinationOfTheSweepWithTheSameValues() {
        Study study = StudyText.of("training: {seeds: [1, 2]}\nsweep: {training.batchSize: [16, 32]}\n" + SEARCH);

        assertThat(study.searched()).containsExactly("optimizer.learningRate");
        assertThat(study.variedKeys()).containsExactly("training.batchSize", "optimizer.learningRate");
        assertThat(study.runs()).hasSize(2 * 8 * 2).extracting(RunPlan::id).doesNotHaveDuplicates();
        List<Double> first =
                study.runs().subList(0, 16).stream().map(SearchTest::rate).toList();
        assertThat(study.runs().subList(16, 32)).extracting(SearchTest::rate).isEqualTo(first);
        assertThat(first.get(0)).isEqualTo(first.get(1));
        assertThat(first.stream().distinct()).hasSize(8);
        RunPlan run = study.runs().get(16);
        assertThat(run.swept()).containsEntry("training.batchSize", "32");
        assertThat(run.configuration().optimizer().segments().get(0).schedule().at(1))
                .isEqualTo(rate(run));
        assertThat(run.id()).isEqualTo("batchSize=32-learningRate=" + rate(run) + "-seed=1");
    }

    /** Eight points of a Sobol' sequence lie one in each eighth; the shift by the seed moves them all alike. */
    @Test
    void spreadsTheValuesEvenlyOnTheirScale() {
        List<Double> sorted = StudyText.of("training: {seeds: [1]}\n" + SEARCH).runs().stream()
                .map(SearchTest::rate)
                .sorted()
                .toList();

        assertThat(sorted).hasSize(8).allMatch(value -> value >= 0.1 && value <= 10);
        for (int i = 1; i < sorted.size(); i++) {
            assertThat(sorted.get(i) / sorted.get(i - 1)).isCloseTo(Math.pow(100, 1.0 / 8), within(0.002));
        }
    }

    @Test
    void anotherSeedGivesOtherValuesAndTheSameSeedTheSame() {
        List<RunPlan> one = StudyText.of(SEARCH).runs();
        List<RunPlan> same = StudyText.of(SEARCH).runs();
        List<RunPlan> other = StudyText.of(SEARCH, "search.seed=2").runs();

        assertThat(same).isEqualTo(one);
        assertThat(other.get(0).swept()).isNotEqualTo(one.get(0).swept());
    }

    @Test
    void searchesSeveralKeysByOneSetOfPoints() {
        Study study = StudyText.of("""
                optimizer: {kind: momentum}
                training: {seeds: [1]}
                search:
                  optimizer.learningRate: {low: 0.01, high: 1}
                  optimizer.momentum: {low: 0, high: 0.99, scale: linear}
                  model.hidden: {low: 1, high: 2}
                  trials: 16
                """.replace("  model.hidden: {low: 1, high: 2}\n", ""));

        assertThat(study.runs()).hasSize(16);
        for (String quarter : List.of("optimizer.learningRate", "optimizer.momentum")) {
            List<Double> values = study.runs().stream()
                    .map(run -> Double.valueOf(run.swept().getOrDefault(quarter, "")))
                    .toList();
            assertThat(values.stream().distinct()).hasSize(16);
        }
    }

    @Test
    void triesEachWholeNumberOnce() {
        Study study = StudyText.of(
                "training: {seeds: [1]}\nsearch: {training.batchSize: {low: 4, high: 7, scale: linear, whole: true}}");

        assertThat(study.runs().stream()
                        .map(run -> run.configuration().training().batchSize()))
                .containsExactlyInAnyOrder(4, 5, 6, 7);
    }

    @Test
    void theResolvedStudyReadsBackEqualAndOnlyItsSearchSaysTheKey() {
        Study study = StudyText.of("sweep: {training.batchSize: [16, 32]}\n" + SEARCH);

        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
        assertThat(study.yaml()).containsOnlyOnce("learningRate").contains("trials: 8", "scale: logarithmic");
    }

    @Test
    void takesSettings() {
        Study narrow = StudyText.of(SEARCH, "search.trials=2", "search.optimizer.learningRate.high=0.2");
        Study whole = StudyText.of("", "search.optimizer.learningRate={low: 1, high: 2}", "search.trials=4");
        Study none = StudyText.of(SEARCH, "search={}");

        assertThat(narrow.runs()).hasSize(2 * 3).allMatch(run -> rate(run) <= 0.2);
        assertThat(whole.runs()).hasSize(4 * 3);
        assertThat(none.searched()).isEmpty();
        assertThat(none.runs()).hasSize(3);
    }

    @Test
    void aRelativeSearchTakesMultiplesOfWhatTheKeyIsOtherwise() {
        Study study = StudyText.of("""
                training: {seeds: [1]}
                sweep: {optimizer.kind: [sgd, adam]}
                search: {optimizer.learningRate: {low: 0.1, high: 10, relative: true}, trials: 4}
                """);

        List<Double> rates = study.runs().stream().map(SearchTest::rate).toList();
        assertThat(rates).hasSize(8);
        for (int i = 0; i < 4; i++) {
            assertThat(rates.get(i + 4)).isCloseTo(rates.get(i) / 100, within(1e-3 * rates.get(i) / 100));
        }
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
    }

    @Test
    void aRelativeSearchTakesMultiplesOfWhatTheStudySays() {
        String search = "search: {optimizer.learningRate: {low: 1, high: 2, relative: true}}\n";
        Study study = StudyText.of("optimizer: {learningRate: 3}\n" + search);
        Study set = StudyText.of(search, "optimizer.learningRate=3");

        assertThat(study.runs()).allMatch(run -> rate(run) >= 3 && rate(run) <= 6);
        assertThat(set.runs()).isEqualTo(study.runs());
        assertThat(StudyText.read(study.yaml())).isEqualTo(study);
        assertThat(StudyText.read(study.yaml()).yaml()).isEqualTo(study.yaml());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            search: 3                                   | search must be keys with ranges, was 3
            search: {optimizer.learningrate: {low: 1, high: 2}} | search.optimizer.learningrate cannot be searched; did you mean optimizer.learningRate?
            search: {training.seeds: {low: 1, high: 2}} | search.training.seeds cannot be searched; every configuration runs with each of training.seeds
            search: {optimizer.learningRate: 3}         | search.optimizer.learningRate must be a section with keys, was 3
            search: {optimizer.learningRate: {low: 1}}  | search.optimizer.learningRate.high is missing; it must be a finite number
            search: {optimizer.learningRate: {low: 1, hi: 2}} | search.optimizer.learningRate.hi is not a key of search.optimizer.learningRate; did you mean high?
            search: {optimizer.learningRate: {low: 2, high: 1}} | search.optimizer.learningRate.high must be more than low (2.0), was 1.0
            search: {optimizer.learningRate: {low: 0, high: 1}} | search.optimizer.learningRate.low must be positive on a logarithmic scale, was 0.0
            search: {optimizer.learningRate: {low: 1, high: 2, scale: log}} | search.optimizer.learningRate.scale must be one of logarithmic, linear, was "log"
            search: {training.batchSize: {low: 1, high: 2, whole: true, relative: true}} | search.training.batchSize.whole must be false where relative is true, was true
            search: {model.hidden: {low: 1, high: 2, relative: true}} | search.model.hidden.relative needs a number to begin with, which model.hidden is not
            search: {optimizer.learningRate: {low: 1, high: 2}, trials: 1} | search.trials must be a whole number from 2 to 1000, was 1
            search: {training.batchSize: {low: 10, high: 20}} | training.batchSize must be a whole number from 1 to 1000000, was 1
            search: {optimizer.momentum: {low: 0.1, high: 1}} | optimizer.momentum is a key of kind momentum, nesterov, lars, not of sgd
            """)
    void refusesWhatCannotBeSearched(String section, String message) {
        assertThat(StudyText.refusal(section)).startsWith("s.yaml:3: " + message);
    }

    @Test
    void refusesAKeyThatIsVariedTwiceAndASettingThatWouldBeIgnored() {
        assertThat(StudyText.refusal("sweep: {optimizer.learningRate: [1, 2]}\n" + SEARCH))
                .isEqualTo("s.yaml:4: search.optimizer.learningRate contradicts sweep.optimizer.learningRate; vary a"
                        + " key in one way");
        assertThat(StudyText.refusal(SEARCH, "optimizer.learningRate=1"))
                .isEqualTo("--set optimizer.learningRate=1: optimizer.learningRate is searched (s.yaml:3); set"
                        + " search.optimizer.learningRate={low: …, high: …} instead");
    }

    @Test
    void refusesTooManyRuns() {
        assertThat(StudyText.refusal("""
                        sweep: {training.batchSize: [10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20]}
                        search: {optimizer.learningRate: {low: 1, high: 2}, trials: 1000}
                        """))
                .isEqualTo(
                        "s.yaml:4: sweep times the trials of search must have at most 10000 combinations, had 11000");
    }

    @Test
    void pointsFillTheSquareMoreEvenlyThanChance() {
        Map<String, Long> cells = TrialPoints.of(64, 2, 5).stream()
                .collect(Collectors.groupingBy(
                        point -> (int) (point.get(0) * 4) + " " + (int) (point.get(1) * 4), Collectors.counting()));

        assertThat(cells).hasSize(16);
        assertThat(cells.values()).allMatch(count -> count >= 2 && count <= 6);
        assertThat(TrialPoints.of(64, 2, 5)).isEqualTo(TrialPoints.of(64, 2, 5));
    }
}
