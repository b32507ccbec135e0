package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The doctor at real machines and servers. */
@Timeout(60)
class DoctorIT {
    @Test
    void findsAServerThatRunsAndOneThatDoesNot(@TempDir Path folder) throws IOException {
        try (ServerProcess server = ServerProcess.start(folder, "--shards", 2)) {
            Command.Outcome outcome = Command.noisescale(
                    "doctor", "--server", server.address(), "--server", "127.0.0.1:9", "--workers", 4);

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.lines())
                    .anyMatch(line -> line.startsWith("good") && line.contains(server.address() + " answers by UDP"))
                    .anyMatch(line -> line.startsWith("wrong") && line.contains("server 127.0.0.1:9 does not answer"))
                    .anyMatch(line -> line.startsWith("good") && line.contains("datagrams of 1408 bytes"))
                    .anyMatch(line -> line.contains("BLAS threads") && line.contains(" 1 in OpenMP"))
                    .last()
                    .asString()
                    .startsWith("1 wrong, ");
        }
    }

    @Test
    void refusesWhatIsNoAddressInOneLine() {
        Command.Outcome outcome = Command.noisescale("doctor", "--server", "one");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .containsExactly("noisescale: --server must be HOST:PORT with a port from 1 to 65533, was one;"
                        + " see noisescale --help");
    }
}
