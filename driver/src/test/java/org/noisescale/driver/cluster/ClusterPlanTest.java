package org.noisescale.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterPlanTest {
    private static ClusterPlan plan(String host, int port, int workers, int cores, String memory) {
        return new ClusterPlan(
                host,
                port,
                new ClusterPlan.Workers(workers, cores, memory),
                new ClusterPlan.Servers(0, 1, Optional.empty()));
    }

    @Test
    void refusesServersThatMakeNoSense() {
        assertThatThrownBy(() -> new ClusterPlan.Servers(-1, 1, Optional.empty()))
                .hasMessage("servers must be in [0, 1024], was -1");
        assertThatThrownBy(() -> new ClusterPlan.Servers(1, 0, Optional.empty()))
                .hasMessage("shards-per-server must be in [1, 1024], was 0");
    }

    @Test
    void takesWhatMakesSense() {
        assertThat(plan("127.0.0.1", 0, 2, 1, "512m").workers().count()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 1, 1, 1, 1g, 'host must be a name or an address, was '",
        "localhost, -1, 1, 1, 1g, 'port must be in [0, 65535], was -1'",
        "localhost, 65536, 1, 1, 1g, 'port must be in [0, 65535], was 65536'",
        "localhost, 1, 0, 1, 1g, 'workers must be in [1, 1024], was 0'",
        "localhost, 1, 1, 0, 1g, 'cores must be in [1, 1024], was 0'",
        "localhost, 1, 1, 1, 1 GB, 'memory must be a size such as 1g or 512m, was 1 GB'",
    })
    void refusesWhatDoesNot(String host, int port, int workers, int cores, String memory, String message) {
        assertThatThrownBy(() -> plan(host, port, workers, cores, memory)).hasMessage(message);
    }
}
