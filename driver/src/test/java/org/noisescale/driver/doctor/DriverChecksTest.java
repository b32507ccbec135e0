package org.noisescale.driver.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.noisescale.driver.study.catalog.StudyCatalog;
import org.noisescale.parameterserver.diagnosis.Checkup;
import org.noisescale.parameterserver.diagnosis.Finding;
import org.noisescale.parameterserver.diagnosis.Finding.Verdict;
import org.noisescale.parameterserver.transport.ServerAddress;
import org.noisescale.worker.gradient.NativeThreads;

/** What is made of the facts of a driver's machine. */
class DriverChecksTest {
    @Test
    void spinningTeamsOfThreadsAreSlow() {
        Finding finding = new BlasCheck(new NativeThreads("OPENBLAS", 4, 1), 4).finding();

        assertThat(finding.verdict()).isEqualTo(Verdict.SLOW);
        assertThat(finding.repair()).startsWith("set OPENBLAS_NUM_THREADS=1,");
        assertThat(new BlasCheck(new NativeThreads("OPENBLAS", 2, 2), 4)
                        .finding()
                        .repair())
                .startsWith("set OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1,");
        assertThat(new BlasCheck(new NativeThreads("OPENBLAS", 1, 1), 4)
                        .finding()
                        .verdict())
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void aMasterThatDoesNotAnswerIsWrong() {
        assertThat(MasterCheck.measure("spark://127.0.0.1:1").finding().isWrong())
                .isTrue();
        assertThat(new MasterCheck("spark://one:7077", Optional.empty())
                        .finding()
                        .verdict())
                .isEqualTo(Verdict.GOOD);
        assertThat(MasterCheck.measure("k8s://https://nowhere").finding().verdict())
                .isEqualTo(Verdict.UNKNOWN);
    }

    @Test
    void theLargestRunOfAStudyIsWhatCounts() {
        List<String> settings =
                List.of("training.virtualWorkers=8", "training.workers=4", "server=[one:4700,two:4700,three:4700]");

        Checkup checkup = DriverCheckup.of(StudyCatalog.read("batch-noise", settings));

        assertThat(checkup.workers()).isEqualTo(4);
        assertThat(checkup.shards()).isEqualTo(3);
        assertThat(checkup.servers()).startsWith(new ServerAddress("one", 4700)).hasSize(3);
    }

    @Test
    void simulatedWorkersTakeNoMemory() {
        assertThat(DriverCheckup.of(StudyCatalog.read("sync-vs-async", List.of()))
                        .workers())
                .isEqualTo(1);
    }
}
