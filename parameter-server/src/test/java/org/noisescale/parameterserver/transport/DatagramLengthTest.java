package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DatagramLengthTest {
    @AfterEach
    void forget() {
        System.clearProperty(DatagramLength.PROPERTY);
    }

    @Test
    void withoutAFlagADatagramFitsIntoAnEthernetFrame() {
        assertThat(DatagramLength.complaint()).isEmpty();
        assertThat(DatagramLength.ofThisJvm()).isEqualTo(1408);
    }

    @Test
    void theFlagSaysIt() {
        System.setProperty(DatagramLength.PROPERTY, "1344");

        assertThat(DatagramLength.complaint()).isEmpty();
        assertThat(DatagramLength.ofThisJvm()).isEqualTo(1344);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "large", "224", "1400", "65536", "-1408", "99999999999"})
    void anythingElseIsRefusedWithWhatItMayBe(String flag) {
        System.setProperty(DatagramLength.PROPERTY, flag);
        String complaint =
                "the JVM flag -Dnoisescale.mtu must be a multiple of 32 in [256, 65504] bytes, was '" + flag + "'";

        assertThat(DatagramLength.complaint()).hasValue(complaint);
        assertThatThrownBy(DatagramLength::ofThisJvm)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(complaint);
    }
}
