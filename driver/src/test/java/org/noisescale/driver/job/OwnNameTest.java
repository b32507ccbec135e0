package org.noisescale.driver.job;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.InputException;

final class OwnNameTest {
    private static final OwnName.Lookup NOWHERE = () -> {
        throw new UnknownHostException("nowhere: Name or service not known");
    };

    @Test
    void aMachineThatDoesNotKnowItselfIsToldSoBeforeSparkStumbles() {
        assertThatThrownBy(() -> OwnName.requireResolved(Map.of(), NOWHERE))
                .isInstanceOf(InputException.class)
                .hasMessage(
                        "this machine's own name has no address (nowhere: Name or service not known), and Spark needs"
                                + " one; add the name to /etc/hosts, or set SPARK_LOCAL_IP=127.0.0.1 if all workers are here");
    }

    @Test
    void whoGivesSparkAnAddressNeedsNoName() {
        assertThatCode(() -> OwnName.requireResolved(Map.of("SPARK_LOCAL_IP", "127.0.0.1"), NOWHERE))
                .doesNotThrowAnyException();
    }

    @Test
    void aNameWithAnAddressIsFine() {
        assertThatCode(() -> OwnName.requireResolved(Map.of(), InetAddress::getLoopbackAddress))
                .doesNotThrowAnyException();
    }
}
