package org.noisescale.driver.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ClusterProcessTest {
    private final ClusterProcess self = ClusterProcess.of("self", ProcessHandle.current());

    @Test
    void findsWhatRuns() {
        assertThat(self.find()).contains(ProcessHandle.current());
        assertThat(self.isAlive()).isTrue();
    }

    @Test
    void doesNotTakeAnotherProcessWithItsNumberForIt() {
        Instant before = self.started().minus(Duration.ofMinutes(1));

        assertThat(new ClusterProcess("other", self.pid(), before).isAlive()).isFalse();
    }

    @Test
    void isNotAliveAfterItsEnd() throws IOException, InterruptedException {
        Process process = new ProcessBuilder("cat").start();
        ClusterProcess written = ClusterProcess.of("cat", process.toHandle());
        assertThat(written.isAlive()).isTrue();

        process.getOutputStream().close();
        process.waitFor();

        assertThat(written.isAlive()).isFalse();
    }
}
