package org.noisescale.driver.job.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class CellFormatTest {

    @ParameterizedTest
    @CsvSource({"1, 1", "-2.5, -2.5", "1e-3, 0.001", "+4E2, 400", ".5, 0.5", "0.1, 0.1", "' 7 ', 7"})
    void readsPlainDecimals(String cell, float value) {
        assertThat(CellFormat.number(cell)).isEqualTo(value);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {"", " ", "NaN", "Infinity", "-inf", "1f", "2d", "0x1p3", "1,5", "abc", "1e39", "--1", "1-2"})
    void readsNothingElse(String cell) {
        assertThat(CellFormat.number(cell)).isNaN();
        assertThat(CellFormat.label(cell)).isEqualTo(CellFormat.NO_LABEL);
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, is not finite",
        "-Infinity, is not finite",
        "1e39, is beyond the range of 32-bit floats",
        "abc, is not a number",
        "1-2, is not a number",
        "'  ', is empty"
    })
    void saysWhatIsWrong(String cell, String complaint) {
        assertThat(CellFormat.complaintOfNumber(cell)).contains(complaint);
    }

    @Test
    void shortensALongCellInAComplaint() {
        assertThat(CellFormat.complaintOfNumber("x".repeat(1000))).hasSizeLessThan(150);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "9, 9", "3.0, 3", "-1, -1", "1.5, -1", "3e9, -1"})
    void aLabelIsAnIntegerFromZeroOn(String cell, int label) {
        assertThat(CellFormat.label(cell)).isEqualTo(label);
    }
}
