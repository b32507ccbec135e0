package org.noisescale.parameterserver.diagnosis;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.noisescale.parameterserver.diagnosis.Finding.Verdict;
import org.noisescale.parameterserver.diagnosis.SharedMemoryCheck.Need;
import org.noisescale.parameterserver.diagnosis.SharedMemoryCheck.Room;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.noisescale.parameterserver.transport.SharedMemory;

/** What is made of facts, and where facts are read from. */
class ChecksTest {
    private static final long MEBIBYTE = 1 << 20;
    private static final Path SHM = Path.of("/dev/shm");

    @Test
    void sharedMemoryMustHoldARun() {
        Optional<Room> container = Optional.of(new Room(64 * MEBIBYTE, 64 * MEBIBYTE));

        Finding small = new SharedMemoryCheck(SHM, container, new Need(64 * MEBIBYTE + 1, 100 * MEBIBYTE)).finding();

        assertThat(new SharedMemoryCheck(SHM, container, new Need(64 * MEBIBYTE, 100 * MEBIBYTE))
                        .finding()
                        .verdict())
                .isEqualTo(Verdict.GOOD);
        assertThat(small.verdict()).isEqualTo(Verdict.WRONG);
        assertThat(small.measured())
                .isEqualTo(
                        "/dev/shm has 64Mi, 64Mi free; a run needs up to 65Mi, runs one after the other up to 100Mi");
        assertThat(small.repair()).contains("{medium: Memory, sizeLimit: 100Mi}", "--shm-size=100m");
    }

    @Test
    void whatOthersHoldOfSharedMemoryIsNotThere() {
        Optional<Room> full = Optional.of(new Room(64 * MEBIBYTE, 10 * MEBIBYTE));

        assertThat(new SharedMemoryCheck(SHM, full, new Need(20 * MEBIBYTE, 30 * MEBIBYTE))
                        .finding()
                        .isWrong())
                .isTrue();
    }

    @Test
    void sharedMemoryMustBeThere(@TempDir Path folder) {
        SharedMemoryCheck nowhere = SharedMemoryCheck.measure(folder.resolve("nowhere"), new Need(1, 2));

        assertThat(nowhere.room()).isEmpty();
        assertThat(nowhere.finding().isWrong()).isTrue();
        assertThat(SharedMemoryCheck.measure(folder, new Need(1, 2)).finding().isWrong())
                .isFalse();
    }

    /** The README's figures: 64 MB hold eight workers and three shards. */
    @ParameterizedTest
    @CsvSource({"8, 3, true", "1, 1, true", "32, 8, false"})
    void aContainersSharedMemoryHoldsAsManyPartiesAsIsSaid(int workers, int shards, boolean fits) {
        assertThat(SharedMemory.bytes(workers, shards) <= 64 * MEBIBYTE).isEqualTo(fits);
    }

    /** A media driver's files are there once, the streams twice. */
    @Test
    void runsOneAfterTheOtherNeedRoomForTheirStreamsTwice() {
        assertThat(SharedMemory.bytes(2, 2)).isEqualTo((13 + 39) * MEBIBYTE);
        assertThat(SharedMemory.bytesOfSeries(2, 2)).isEqualTo((13 + 2 * 39) * MEBIBYTE);
    }

    @Test
    void smallSocketBuffersAreSlow() {
        Finding small = new SocketBufferCheck(212_992, 2_097_152, 2_097_152).finding();

        assertThat(small.verdict()).isEqualTo(Verdict.SLOW);
        assertThat(small.repair()).contains("net.core.rmem_max=2097152 net.core.wmem_max=2097152");
        assertThat(new SocketBufferCheck(2_097_152, 2_097_152, 2_097_152)
                        .finding()
                        .verdict())
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void theLongestDatagramThatPassesWholeIsFound() throws IOException, InterruptedException {
        long[] pieces = {7};
        List<Integer> sent = new ArrayList<>();
        PathProbe probe = new PathProbe(
                bytes -> {
                    sent.add(bytes);
                    pieces[0] += bytes > 1350 ? 2 : 0;
                },
                () -> pieces[0]);

        PathProbe.Answer answer = probe.longestWhole(1408);
        Finding finding = new DatagramCheck("one:4700", 1408, answer).finding();

        assertThat(answer).isEqualTo(new PathProbe.Answer(true, 1344));
        assertThat(sent).hasSize(9);
        assertThat(finding.verdict()).isEqualTo(Verdict.SLOW);
        assertThat(finding.repair()).contains("-Dnoisescale.mtu=1344");
    }

    @Test
    void datagramsThatAreNotCutAreGood() {
        Finding finding = new DatagramCheck("one:4700", 1408, new PathProbe.Answer(true, 1408)).finding();

        assertThat(finding.verdict()).isEqualTo(Verdict.GOOD);
        assertThat(new DatagramCheck("one:4700", 1408, new PathProbe.Answer(false, 0))
                        .finding()
                        .verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void aNameThatLeadsNowhereIsWrongAndASlowOneIsSlow() {
        assertThat(new NameCheck("nowhere", List.of(), 12).finding().isWrong()).isTrue();
        assertThat(new NameCheck("one", List.of("10.0.0.1"), 501).finding().verdict())
                .isEqualTo(Verdict.SLOW);
        assertThat(NameCheck.measure("localhost").addresses()).contains("127.0.0.1");
    }

    @Test
    void aServerThatDoesNotAnswerIsWrongAndItsPortsAreNamed() {
        ServerAddress one = new ServerAddress("one", 4700);

        Finding silent = new ServerCheck(one, Optional.empty(), "server one:4700 does not answer", 2800).finding();

        assertThat(silent.isWrong()).isTrue();
        assertThat(silent.repair()).contains("UDP 4700 and 4701");
        assertThat(new ServerCheck(one, Optional.of(2), "", 3).finding().measured())
                .isEqualTo("one:4700 answers by UDP after 3 ms, with 2 shards for each run");
    }

    @Test
    void aMissingFlagIsWrongAndLongMemoryForNamesIsSlow() {
        assertThat(new FlagCheck(List.of("--add-opens=a"), 5).finding().isWrong())
                .isTrue();
        assertThat(new FlagCheck(List.of(), 30).finding().verdict()).isEqualTo(Verdict.SLOW);
        assertThat(new FlagCheck(List.of(), -1).finding().measured()).contains("for ever");
        assertThat(new FlagCheck(List.of(), 5).finding().verdict()).isEqualTo(Verdict.GOOD);
        assertThat(FlagCheck.measure().missing()).isEmpty();
    }

    @Test
    void aContainerThatIsStoppedIsSlow() {
        assertThat(new ProcessorCheck(4, Optional.of(1.5), 0, 3).finding().verdict())
                .isEqualTo(Verdict.SLOW);
        assertThat(new ProcessorCheck(4, Optional.of(4.0), 0, 0).finding().verdict())
                .isEqualTo(Verdict.GOOD);
        assertThat(new ProcessorCheck(4, Optional.empty(), 9, 0).finding().verdict())
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void heapAndSharedMemoryMustFitIntoTheContainer() {
        OptionalLong limit = OptionalLong.of(100 * MEBIBYTE);

        assertThat(new MemoryCheck(limit, 60 * MEBIBYTE, 40 * MEBIBYTE)
                        .finding()
                        .isWrong())
                .isFalse();
        assertThat(new MemoryCheck(limit, 60 * MEBIBYTE, 41 * MEBIBYTE)
                        .finding()
                        .repair())
                .contains("above 101Mi");
        assertThat(new MemoryCheck(OptionalLong.empty(), 1L << 50, 1).finding().isWrong())
                .isFalse();
    }

    @Test
    void limitsAreReadAsVersion2WritesThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cpu.max"), "150000 100000\n");
        Files.writeString(folder.resolve("memory.max"), "1073741824\n");
        Files.writeString(folder.resolve("cpu.stat"), "usage_usec 5\nnr_periods 9\nnr_throttled 4\n");
        ControlGroup group = new ControlGroup(List.of(folder.resolve("elsewhere"), folder));

        assertThat(group.processors()).contains(1.5);
        assertThat(group.memoryBytes()).hasValue(1L << 30);
        assertThat(group.throttled()).isEqualTo(4);
    }

    @Test
    void limitsAreReadAsVersion1WritesThem(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cpu.cfs_quota_us"), "50000\n");
        Files.writeString(folder.resolve("cpu.cfs_period_us"), "100000\n");
        Files.writeString(folder.resolve("memory.limit_in_bytes"), "9223372036854771712\n");
        ControlGroup group = new ControlGroup(List.of(folder));

        assertThat(group.processors()).contains(0.5);
        assertThat(group.memoryBytes()).isEmpty();
        assertThat(group.throttled()).isZero();
    }

    @Test
    void withoutLimitsThereAreNone(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("cpu.max"), "max 100000\n");
        Files.writeString(folder.resolve("memory.max"), "max\n");
        ControlGroup group = new ControlGroup(List.of(folder));

        assertThat(group.processors()).isEmpty();
        assertThat(group.memoryBytes()).isEmpty();
    }

    @Test
    void anExaminationIsPassedUnlessSomethingIsWrong() {
        Finding good = Finding.good("memory", "enough");
        Finding slow = Finding.slow("buffers", "small", "sysctl");
        Finding wrong = Finding.wrong("name", "unknown", "mend it");

        assertThat(new Examination(List.of(good)).lines())
                .containsExactly("good     memory  enough", "Nothing to mend.");
        assertThat(new Examination(List.of(good, slow)).isPassed()).isTrue();
        assertThat(new Examination(List.of(slow, wrong)).isPassed()).isFalse();
        assertThat(new Examination(List.of(slow, wrong)).lines())
                .containsExactly(
                        "slow     buffers  small",
                        "                  mend: sysctl",
                        "wrong    name     unknown",
                        "                  mend: mend it",
                        "1 wrong, 1 slow.");
    }
}
