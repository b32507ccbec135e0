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
    @ValueSource(strings = {"127.0.0.1:4700", "127.3.2.1:4700", "localhost:4700", "[::1]:4700"})
    void withinAMachineTheyAreLongerUnlessTheFlagSaysOtherwise(String endpoint) {
        assertThat(DatagramLength.towards(endpoint)).isEqualTo(16_384);

        System.setProperty(DatagramLength.PROPERTY, "1344");

        assertThat(DatagramLength.towards(endpoint)).isEqualTo(1344);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0:4700", "10.0.0.127:4700", "127.example.org:4700", "[fe80::1]:4700"})
    void toOthersTheyFitIntoAFrame(String endpoint) {
        assertThat(DatagramLength.towards(endpoint)).isEqualTo(1408);
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
