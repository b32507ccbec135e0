package org.noisescale.parameterserver.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TargetErrorsTest {
    private static final int EXAMPLES = 500;
    private static final int TARGETS = 3;

    private final float[][] targets = new float[EXAMPLES][TARGETS];
    private final float[][] predictions = new float[EXAMPLES][TARGETS];

    TargetErrorsTest() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < TARGETS; j++) {
                targets[i][j] = (float) (1000 * j + random.nextGaussian());
                predictions[i][j] = (float) (targets[i][j] + 0.1 * (j + 1) * random.nextGaussian());
            }
        }
    }

    private TargetErrors errors(int first, int end) {
        TargetErrors errors = TargetErrors.empty(TARGETS);
        for (int i = first; i < end; i++) {
            errors.observe(targets[i], predictions[i]);
        }
        return errors;
    }

    /** In two passes, in double, line by line. */
    private double naiveDetermination() {
        double sum = 0;
        for (int j = 0; j < TARGETS; j++) {
            double mean = 0;
            for (float[] target : targets) {
                mean += target[j] / (double) EXAMPLES;
            }
            double residual = 0;
            double total = 0;
            for (int i = 0; i < EXAMPLES; i++) {
                residual += Math.pow((double) targets[i][j] - predictions[i][j], 2);
                total += Math.pow(targets[i][j] - mean, 2);
            }
            sum += (1 - residual / total) / TARGETS;
        }
        return sum;
    }

    @Test
    void agreesWithTheDefinitionInTwoPasses() {
        double absolute = 0;
        for (int i = 0; i < EXAMPLES; i++) {
            for (int j = 0; j < TARGETS; j++) {
                absolute += Math.abs((double) targets[i][j] - predictions[i][j]);
            }
        }

        TargetErrors errors = errors(0, EXAMPLES);

        assertThat(errors.determination().orElseThrow()).isCloseTo(naiveDetermination(), within(1e-12));
        assertThat(errors.meanAbsoluteError()).isCloseTo(absolute / EXAMPLES / TARGETS, within(1e-12));
    }

    @Test
    void mergedPartsAgreeWithTheWhole() {
        TargetErrors merged = errors(0, 100)
                .plus(errors(100, 100))
                .flatMap(sum -> sum.plus(errors(100, 101)))
                .flatMap(sum -> sum.plus(errors(101, EXAMPLES)))
                .orElseThrow();

        assertThat(merged.determination().orElseThrow()).isCloseTo(naiveDetermination(), within(1e-12));
        assertThat(merged.meanAbsoluteError()).isCloseTo(errors(0, EXAMPLES).meanAbsoluteError(), within(1e-12));
    }

    @Test
    void aPerfectPredictionExplainsEverythingAndTheMeanNothing() {
        TargetErrors perfect = TargetErrors.empty(1);
        TargetErrors mean = TargetErrors.empty(1);
        for (float target : new float[] {1, 2, 6}) {
            perfect.observe(new float[] {target}, new float[] {target});
            mean.observe(new float[] {target}, new float[] {3});
        }

        assertThat(perfect.determination()).hasValue(1);
        assertThat(mean.determination()).hasValue(0);
    }

    @Test
    void aTargetThatDoesNotVaryHasNoDetermination() {
        TargetErrors errors = TargetErrors.empty(1);
        errors.observe(new float[] {2}, new float[] {1});
        errors.observe(new float[] {2}, new float[] {3});

        assertThat(errors.determination()).isEmpty();
        assertThat(errors.meanAbsoluteError()).isEqualTo(1);
    }
}
