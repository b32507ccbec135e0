package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;

final class RunChannelsTest {
    private final RunChannels channels = RunChannels.ipc(1000);

    @Test
    void everyStreamHasANumberOfItsOwnWithinTheRun() {
        IntStream shards = IntStream.range(0, RunChannels.SHARDS_MAX)
                .flatMap(shard -> IntStream.of(channels.pushStream(shard), channels.parametersStream(shard)));

        int[] streams = IntStream.concat(IntStream.of(channels.reportStream(), channels.verdictStream()), shards)
                .toArray();

        assertThat(streams).doesNotHaveDuplicates();
        assertThat(IntStream.of(streams)).allMatch(stream -> stream >= 1000 && stream < 1000 + RunChannels.STREAMS_MAX);
    }

    @Test
    void areTheSameWithVerdictsButForTheirStream() {
        RunChannels judged = channels.withVerdicts();

        assertThat(judged.judged()).isTrue();
        assertThat(channels.judged()).isFalse();
        assertThat(judged.driver()).isEqualTo(channels.driver());
        assertThat(judged.reportStream()).isEqualTo(channels.reportStream());
    }

    @Test
    void refusesAShardWithoutAStream() {
        assertThatThrownBy(() -> channels.pushStream(RunChannels.SHARDS_MAX))
                .hasMessage("shard must be in [0, 2047), was 2047");
        assertThatThrownBy(() -> channels.parametersStream(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void takesThreeConsecutivePortsForUdp() {
        RunChannels udp = RunChannels.udp("server", 4000, 0);

        ServerChannels server = udp.serverOf(0);
        assertThat(server.pushOut())
                .startsWith("aeron:udp?endpoint=server:4000|")
                .isEqualTo(server.pushIn());
        assertThat(server.parametersOut()).contains("control=server:4001", "control-mode=dynamic", "fc=min");
        assertThat(server.parametersIn()).contains("control=server:4001", "control-mode=dynamic");
        assertThat(udp.driver().reports()).startsWith("aeron:udp?endpoint=server:4002|");
        assertThat(udp.driver().verdictsOut()).isEqualTo(server.parametersOut());
        assertThat(udp.hasVoice()).isFalse();
    }

    @Test
    void stayOnSharedMemoryWhateverTheLengthOfTheirTerms() {
        LongestMessages longest = LongestMessages.of(new ChunkPlan(Layouts.ofLengths(List.of(1_000_000))), 10);

        RunChannels sized = channels.sizedFor(2, 2, longest);

        assertThat(sized.serverOf(0).isShared()).isTrue();
        assertThat(sized.serverOf(0)).isNotEqualTo(channels.serverOf(0));
        assertThat(RunChannels.udp("server", 4000, 0)
                        .sizedFor(2, 2, longest)
                        .serverOf(0)
                        .isShared())
                .isFalse();
    }

    @Test
    void givesTheFirstShardsToTheFirstServer() {
        RunChannels remote = RunChannels.udp("driver", 4000, 0)
                .withServers(List.of(new ServerAddress("one", 5000), new ServerAddress("[::1]", 6000)), List.of(2, 1));

        assertThat(remote.serverOf(1).pushOut()).contains("endpoint=one:5000|");
        assertThat(remote.serverOf(2).pushOut()).contains("endpoint=[::1]:6000|");
        assertThat(remote.nameOf(2)).isEqualTo("shard 2 of server [::1]:6000");
        assertThat(remote.driver().reports()).contains("endpoint=driver:4002|");
        assertThat(remote.hasVoice()).isTrue();
        assertThatThrownBy(() -> remote.serverOf(3)).hasMessage("shard must be in [0, 3), was 3");
    }

    @Test
    void aServerListensWhereItWasToldToAndIsReachedAsOthersSeeIt() {
        RunChannels seen =
                RunChannels.udp("driver", 4000, 0).withServers(List.of(new ServerAddress("one", 5000)), List.of(2));

        RunChannels own = seen.listeningAt(0, new ServerAddress("0.0.0.0", 5000));

        assertThat(own.serverOf(0).pushIn()).contains("endpoint=0.0.0.0:5000|");
        assertThat(own.serverOf(0).parametersOut()).contains("control=0.0.0.0:5001|");
        assertThat(own.serverOf(1).pushOut()).isEqualTo(seen.serverOf(1).pushOut());
        assertThat(own.serverOf(1).parametersIn()).isEqualTo(seen.serverOf(1).parametersIn());
    }
}
