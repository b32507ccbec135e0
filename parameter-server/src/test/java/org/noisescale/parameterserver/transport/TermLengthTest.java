package org.noisescale.parameterserver.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.layout.ChunkPlan;
import org.noisescale.parameterserver.layout.Layouts;

final class TermLengthTest {
    /** Of a million parameters in chunks of 32 KiB, and ten classes. */
    private static final LongestMessages LARGE =
            LongestMessages.of(new ChunkPlan(Layouts.ofLengths(List.of(1_000_000, 100))), 10);
    /** Of 16 chunks of 7 parameters. */
    private static final LongestMessages SMALL = LongestMessages.of(new ChunkPlan(Layouts.ofLengths(List.of(100))), 0);

    @ParameterizedTest(name = "{0} workers, {1} shards: {2} KiB, {3} KiB for reports")
    @CsvSource({
        "1, 1, 2048, 1024",
        "2, 1, 2048, 1024",
        "2, 2, 1024, 1024",
        "4, 1, 2048, 1024",
        "8, 1, 512, 1024",
        "8, 2, 512, 512",
        "8, 3, 256, 512",
        "1024, 1024, 256, 128"
    })
    void areShorterTheMorePartiesThereAre(int workers, int shards, int kibibytes, int ofReports) {
        assertThat(TermLength.of(workers, shards, LARGE))
                .isEqualTo(new TermLength(kibibytes << 10, ofReports << 10, 0));
    }

    @ParameterizedTest(name = "{0} workers, {1} shards: {2} KiB, {3} KiB for reports")
    @CsvSource({"8, 3, 256, 512", "8, 6, 128, 256", "8, 8, 128, 256", "64, 16, 128, 128"})
    void mayBeShorterForShortChunks(int workers, int shards, int kibibytes, int ofReports) {
        assertThat(TermLength.of(workers, shards, SMALL))
                .isEqualTo(new TermLength(kibibytes << 10, ofReports << 10, 0));
    }

    @Test
    void areEightTimesAsLongAsTheLongestMessage() {
        ChunkPlan manyPieces = new ChunkPlan(Layouts.ofLengths(Collections.nCopies(200_000, 1)));
        LongestMessages norms = LongestMessages.of(manyPieces, 10_000);

        TermLength length = TermLength.of(64, 16, norms);

        assertThat(norms.chunkBytes()).isGreaterThanOrEqualTo(ChunkPlan.LENGTH_MAX * (Float.BYTES + Double.BYTES));
        assertThat(length.chunkBytes()).isEqualTo(1 << 20);
        assertThat(norms.reportBytes()).isGreaterThanOrEqualTo(10_000 * 2 * Integer.BYTES);
        assertThat(length.reportBytes()).isGreaterThanOrEqualTo(8 * norms.reportBytes());
    }

    @Test
    void areTheLeastWhereRingsCarryTheChunks() {
        assertThat(TermLength.ofShared(1, 1, LARGE)).isEqualTo(new TermLength(256 << 10, 1 << 20, 512 << 10));
        assertThat(TermLength.ofShared(8, 1, LARGE)).isEqualTo(new TermLength(256 << 10, 1 << 20, 512 << 10));
        assertThat(TermLength.ofShared(8, 3, LARGE)).isEqualTo(new TermLength(256 << 10, 256 << 10, 256 << 10));
        assertThat(RunChannels.ipc(0).sizedFor(8, 3, LARGE).serverOf(0).pushOut())
                .endsWith("term-length=262144|mtu=32768");
        assertThat(RunChannels.ipc(0).sizedFor(8, 3, LARGE).ringBytes()).isEqualTo(256 << 10);
    }

    @Test
    void aFragmentIsNotLongerThanAMessageMayBe() {
        RunChannels.DriverChannels shared =
                RunChannels.ipc(0).sizedFor(8, 3, LARGE).driver();
        RunChannels.DriverChannels remote =
                RunChannels.udp("server", 4000, 0).sizedFor(8, 3, LARGE).driver();

        assertThat(shared.reports()).endsWith("term-length=262144|mtu=32768");
        assertThat(remote.reports()).as("datagrams are shorter").endsWith("term-length=524288");
    }

    @Test
    void areThoseOfAllStreamsOfARun() {
        RunChannels sized = RunChannels.udp("server", 4000, 0).sizedFor(8, 3, LARGE);

        ServerChannels server = sized.serverOf(0);
        assertThat(List.of(server.pushOut(), server.pushIn(), server.parametersOut(), server.parametersIn()))
                .allSatisfy(channel -> assertThat(channel).contains("term-length=262144"));
        RunChannels.DriverChannels driver = sized.driver();
        assertThat(List.of(driver.reports(), driver.verdictsOut(), driver.verdictsIn()))
                .allSatisfy(channel -> assertThat(channel).contains("term-length=524288"));
    }
}
