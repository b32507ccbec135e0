package org.noisescale.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where a run takes UDP, as {@code --host} and {@code --port} say. */
@Timeout(120)
class PlaceIT {
    private static final String STUDY = """
            name: placed
            question: Where does it listen?
            data: {source: quadratic, dimension: 50}
            training: {workers: 2, batchSize: 8, steps: 20, seeds: [7], transport: udp}
            """;

    @TempDir
    private Path folder;

    private Command.Outcome run(Object... further) throws IOException {
        List<Object> arguments =
                new ArrayList<>(List.of("run", Command.study(folder, STUDY), "--out", folder.resolve("out")));
        arguments.addAll(List.of(further));
        return Command.noisescale(arguments.toArray());
    }

    @Test
    void aRunTakesTheFirstThreePortsOfItsRangeThatAreFree() throws IOException {
        try (DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            int first = taken.getLocalPort();

            Command.Outcome none = run("--host", "127.0.0.1", "--port", first + "-" + (first + 2));
            Command.Outcome some = run("--host", "localhost", "--port", first + "-" + (first + 200));

            assertThat(none.status()).isEqualTo(2);
            assertThat(none.errorLines())
                    .containsExactly("noisescale: --port " + first + "-" + (first + 2)
                            + ": no 3 consecutive UDP ports are free on 127.0.0.1");
            assertThat(some.status()).as(some.errors()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --port 47x              | --port must be UDP ports from 1 to 65535, such as 4700-4720, at least 3 of them, was 47x
            --port 4700-4701        | --port must be UDP ports from 1 to 65535, such as 4700-4720, at least 3 of them, was 4700-4701
            --port 65534            | --port must be UDP ports from 1 to 65535, such as 4700-4720, at least 3 of them, was 65534
            --set training.transport=ipc --port 4700 | --host and --port are of no use to seed=7, whose workers meet the shards in shared memory; leave them out, or set training.transport=udp
            """)
    void whatCannotBeMeantIsRefused(String options, String message) throws IOException {
        Command.Outcome outcome = run((Object[]) options.split(" "));

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines()).containsExactly("noisescale: " + message);
    }

    @Test
    void anAddressOfAnotherMachineIsRefused() throws IOException {
        Command.Outcome outcome = run("--host", "192.0.2.1");

        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.errorLines())
                .singleElement()
                .asString()
                .startsWith("noisescale: --host 192.0.2.1: this machine cannot take UDP there (");
    }
}
