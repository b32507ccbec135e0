package org.noisescale.parameterserver.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class ParameterLayoutTest {
    private static Segment segment(int offset, int length) {
        return new Segment("w", offset, length, Segment.Kind.WEIGHT);
    }

    @Test
    void isAsLongAsItsSegments() {
        assertThat(new ParameterLayout(List.of(segment(0, 3), segment(3, 4))).length())
                .isEqualTo(7);
    }

    @Test
    void refusesAGap() {
        assertThatThrownBy(() -> new ParameterLayout(List.of(segment(0, 3), segment(4, 4))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segment w must begin at 3, was 4");
    }

    @Test
    void refusesAnOverlap() {
        assertThatThrownBy(() -> new ParameterLayout(List.of(segment(0, 3), segment(2, 4))))
                .hasMessage("segment w must begin at 3, was 2");
    }

    @Test
    void refusesToBeEmpty() {
        assertThatThrownBy(() -> new ParameterLayout(List.of())).hasMessageContaining("at least one segment");
    }

    @Test
    void refusesMoreValuesThanAnIntCanCountTheBytesOf() {
        assertThatThrownBy(() -> new ParameterLayout(List.of(segment(0, ParameterLayout.LENGTH_MAX + 1))))
                .hasMessage("a layout must have at most 536870911 values, was 536870912");
    }

    @Test
    void refusesASegmentWithoutValues() {
        assertThatThrownBy(() -> segment(0, 0)).hasMessageContaining("length >= 1");
        assertThatThrownBy(() -> segment(-1, 1)).hasMessageContaining("offset >= 0");
    }

    @Test
    void refusesASegmentWhoseEndOverflows() {
        assertThatThrownBy(() -> segment(2, Integer.MAX_VALUE))
                .hasMessage("segment w must end below 2^31, was 2147483649");
    }
}
