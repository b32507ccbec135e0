package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

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
        assertThat(judged.reports()).isEqualTo(channels.reports());
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

        assertThat(udp.push()).startsWith("aeron:udp?endpoint=server:4000|");
        assertThat(udp.parametersOut()).contains("control=server:4001", "control-mode=dynamic", "fc=min");
        assertThat(udp.parametersIn()).contains("control=server:4001", "control-mode=dynamic");
        assertThat(udp.reports()).startsWith("aeron:udp?endpoint=server:4002|");
    }
}
