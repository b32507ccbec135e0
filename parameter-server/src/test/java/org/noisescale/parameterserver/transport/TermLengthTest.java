package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TermLengthTest {
    @ParameterizedTest(name = "{0} workers, {1} shards: {2} KiB")
    @CsvSource({"1, 1, 2048", "2, 1, 2048", "2, 2, 1024", "4, 1, 2048", "8, 1, 512", "8, 2, 512", "1024, 1024, 512"})
    void areShorterTheMorePartiesThereAre(int workers, int shards, int kibibytes) {
        assertThat(TermLength.of(workers, shards)).isEqualTo(kibibytes << 10);
    }

    @Test
    void stayShortInSharedMemory() {
        assertThat(RunChannels.ipc(0).sizedFor(1, 1).serverOf(0).pushOut()).contains("term-length=1048576");
        assertThat(RunChannels.ipc(0).sizedFor(8, 1).serverOf(0).pushOut()).contains("term-length=524288");
    }

    @Test
    void areThoseOfGradientsAndParametersAndOfNothingElse() {
        RunChannels sized = RunChannels.udp("server", 4000, 0).sizedFor(8, 1);

        ServerChannels server = sized.serverOf(0);
        assertThat(new String[] {server.pushOut(), server.pushIn(), server.parametersOut(), server.parametersIn()})
                .allSatisfy(channel -> assertThat(channel).contains("term-length=524288"));
        assertThat(sized.driver()).isEqualTo(RunChannels.udp("server", 4000, 0).driver());
    }
}
