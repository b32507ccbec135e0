package org.noisescale.worker.dataset.strokes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrokesTest {
    private final Strokes strokes = new Strokes(1);

    @Test
    void drawsTheSameBytesOnEveryMachine() throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");

        for (int index = 0; index < 100; index++) {
            digest.update((byte) strokes.label(index));
            digest.update(levels(strokes, index));
        }

        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("55cd837f1013fd378317407690d48125c70f58d5b24f36419462ee46edc5b72a");
    }

    @Test
    void drawsOtherDigitsFromAnotherSeed() {
        Strokes others = new Strokes(2);

        assertThat(IntStream.range(0, 100))
                .allSatisfy(index -> assertThat(levels(others, index)).isNotEqualTo(levels(strokes, index)));
        assertThat(labels(others, 100)).isNotEqualTo(labels(strokes, 100));
    }

    @Test
    void drawsAnExampleAloneAsItDrawsItAmongOthers() {
        byte[][] inOrder =
                IntStream.range(0, 50).mapToObj(index -> levels(strokes, index)).toArray(byte[][]::new);

        for (int index = 49; index >= 0; index--) {
            assertThat(levels(new Strokes(1), index)).isEqualTo(inOrder[index]);
        }
    }

    @Test
    void neverDrawsADigitTwice() {
        long differentCount = IntStream.range(0, 2_000)
                .map(index -> Arrays.hashCode(levels(strokes, index)))
                .distinct()
                .count();

        assertThat(differentCount).isEqualTo(2_000);
    }

    @Test
    void drawsStepsOfA255thBetweenPaperAndInk() {
        for (int index = 0; index < 200; index++) {
            for (float value : drawn(strokes, index)) {
                assertThat(value).isBetween(0f, 1f).isEqualTo(Math.round(value * 255) / 255f);
            }
        }
    }

    @Test
    void leavesTheRestOfTheTargetAlone() {
        float[] target = new float[Strokes.FEATURE_COUNT + 7];
        Arrays.fill(target, Float.NaN);

        strokes.drawInto(3, target, 5);

        assertThat(Arrays.copyOfRange(target, 0, 5)).containsOnly(Float.NaN);
        assertThat(Arrays.copyOfRange(target, 5, 5 + Strokes.FEATURE_COUNT)).isEqualTo(drawn(strokes, 3));
        assertThat(Arrays.copyOfRange(target, 5 + Strokes.FEATURE_COUNT, target.length))
                .containsOnly(Float.NaN);
    }

    @Test
    void refusesANegativeIndex() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> strokes.label(-1))
                .withMessage("an index must not be negative, was -1");
    }

    @Test
    void refusesATargetThatIsTooSmall() {
        float[] target = new float[Strokes.FEATURE_COUNT];

        assertThatThrownBy(() -> strokes.drawInto(0, target, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    /**
     * The mean ink of a digit, in pixels. One drawing has a standard deviation of 15 to 26, the mean of 500 drawings a
     * standard error of at most 1.2; the bound is four of them.
     */
    @ParameterizedTest
    @CsvSource({"0, 103", "1, 62", "2, 95", "3, 93", "4, 90", "5, 94", "6, 98", "7, 84", "8, 112", "9, 93"})
    void inksADigitAsMuchAsItsStrokesAreLong(int digit, double pixels) {
        double mean = IntStream.range(0, 5_000)
                .filter(index -> strokes.label(index) == digit)
                .mapToDouble(index -> ink(drawn(strokes, index)))
                .average()
                .orElseThrow();

        assertThat(mean).isCloseTo(pixels, within(5.0));
    }

    @Test
    void seldomTouchesTheBorder() {
        long touchingCount = IntStream.range(0, 5_000)
                .filter(index -> touchesBorder(drawn(strokes, index)))
                .count();

        assertThat(touchingCount).isLessThan(5_000 * 2 / 100);
    }

    private static boolean touchesBorder(float[] image) {
        int last = Strokes.SIDE - 1;
        return IntStream.rangeClosed(0, last)
                .anyMatch(i -> image[i] > 0.5
                        || image[last * Strokes.SIDE + i] > 0.5
                        || image[i * Strokes.SIDE] > 0.5
                        || image[i * Strokes.SIDE + last] > 0.5);
    }

    private static double ink(float[] image) {
        double sum = 0;
        for (float value : image) {
            sum += value;
        }
        return sum;
    }

    private static int[] labels(Strokes strokes, int count) {
        return IntStream.range(0, count).map(strokes::label).toArray();
    }

    private static byte[] levels(Strokes strokes, long index) {
        float[] image = drawn(strokes, index);
        byte[] levels = new byte[image.length];
        for (int pixel = 0; pixel < image.length; pixel++) {
            levels[pixel] = (byte) Math.round(255 * image[pixel]);
        }
        return levels;
    }

    private static float[] drawn(Strokes strokes, long index) {
        float[] image = new float[Strokes.FEATURE_COUNT];
        strokes.drawInto(index, image, 0);
        return image;
    }
}
