package org.noisescale.driver.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class StudyPropertyTest {
    /** Between them these have every key; the keys stand on lines of their own. */
    private static final List<String> FULL = List.of("""
            name: n
            question: q
            data:
              source: strokes
              examples: 20000
              evaluationFraction: 0.2
              scaling: none
              seed: 1
            model:
              kind: mlp
              hidden: [128]
              activation: relu
              loss: cross-entropy
            optimizer:
              kind: adam
              learningRate: 0.001
              beta1: 0.9
              beta2: 0.999
              epsilon: 1e-8
            training:
              workers: 2
              virtualWorkers: 2
              shards: 1
              synchronization: bsp
              transport: auto
              batchSize: 64
              steps: 400
              seeds: [1]
              sampling: without-replacement
              evaluateEvery: 100
              waitLimitSeconds: 60
              checkpointEvery: 50
              attempts: 1
            sweep:
              training.steps: [1]
            draws: [loss-curves]
            """, """
            name: n
            question: q
            data:
              source: csv
              path: d.csv
              label: y
              features: [x]
              classes: 2
              evaluationPath: e.csv
              scaling: none
              seed: 1
            optimizer:
              kind: momentum
              learningRate: 0.001
              momentum: 0.9
            """, """
            name: n
            question: q
            data:
              source: idx
              images: i
              labels: l
              classes: 2
              evaluationImages: i
              evaluationLabels: l
            """, """
            name: n
            question: q
            data:
              source: idx
              images: i
              labels: l
              evaluationLast: 7
            """, """
            name: n
            question: q
            data:
              source: quadratic
              dimension: 3
              curvatures:
                scale: 1
                exponent: 1
              noiseVariances:
                scale: 1
                exponent: 1
              initialParameters: 1
            """);

    @Property(tries = 500, seed = "11")
    void theResolvedStudyReadsBackEqual(@ForAll("studies") String text) {
        Study study = StudyText.read(text);

        Study again = StudyText.read(study.yaml());

        assertThat(again).isEqualTo(study);
    }

    @Property(tries = 200, seed = "12")
    void everyRunHasAFolderOfItsOwn(@ForAll("studies") String text) {
        Study study = StudyText.read(text);

        int combinations =
                study.sweep().stream().mapToInt(axis -> axis.values().size()).reduce(1, (a, b) -> a * b);
        assertThat(study.runs())
                .hasSize(combinations * study.seeds().size())
                .extracting(RunPlan::id)
                .doesNotHaveDuplicates();
    }

    @Property(tries = 1000, seed = "13")
    void everyKeyWithOneLetterChangedIsRefusedWithTheKeyAsSuggestion(@ForAll("misspellings") Misspelling misspelling) {
        String refusal = StudyText.refusalOf(misspelling.text());

        assertThat(refusal).startsWith("s.yaml:" + misspelling.line() + ": ");
        assertThat(refusal).contains(misspelling.wrong() + " ").endsWith("; did you mean " + misspelling.right() + "?");
    }

    @Provide
    Arbitrary<String> studies() {
        return RandomStudies.yaml();
    }

    @Provide
    Arbitrary<Misspelling> misspellings() {
        Arbitrary<KeyLine> keys = Arbitraries.of(
                FULL.stream().flatMap(text -> keyLines(text).stream()).toList());
        return Combinators.combine(
                        keys,
                        Arbitraries.integers().between(0, 100),
                        Arbitraries.chars().range('a', 'z'))
                .as(KeyLine::misspelled)
                .filter(misspelling -> !misspelling.wrong().equals(misspelling.right()));
    }

    private static List<KeyLine> keyLines(String text) {
        return IntStream.rangeClosed(1, text.lines().toList().size())
                .mapToObj(line -> new KeyLine(text, line))
                .toList();
    }

    /** A line of a study that begins with a key. */
    record KeyLine(String text, int line) {
        Misspelling misspelled(int position, char letter) {
            List<String> lines = new ArrayList<>(text.lines().toList());
            String old = lines.get(line - 1);
            String key = old.substring(0, old.indexOf(':')).strip();
            int at = position % key.length();
            String wrong = key.substring(0, at) + letter + key.substring(at + 1);
            lines.set(line - 1, old.replaceFirst(Pattern.quote(key), wrong));
            return new Misspelling(String.join("\n", lines), line, key, wrong);
        }
    }

    /** A study with one wrong letter in the key of a line. */
    record Misspelling(String text, int line, String right, String wrong) {}
}
