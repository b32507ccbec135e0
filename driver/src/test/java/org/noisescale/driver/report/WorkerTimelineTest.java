package org.noisescale.driver.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.noisescale.parameterserver.synchronization.ArrivalLog;

final class WorkerTimelineTest {
    private static final long SECOND = 1_000_000_000;

    @TempDir
    private Path directory;

    @Test
    void barsReachFromReadingToPushingAndSayHowStaleItWas() {
        VirtualStudy study =
                new VirtualStudy(directory, 3, "batchSize: 2, synchronization: async", "training.workers", "[2]");
        ArrivalLog log = new ArrivalLog();
        log.append(0, 0, true, SECOND);
        log.append(1, 1, true, 3 * SECOND);
        log.append(0, 1, true, 4 * SECOND);
        study.arrivals(study.run("2", 1, step -> step, step -> 1), "async", 2, 3, log);

        Page.Section section = new WorkerTimeline().draw(study.read());

        assertThat(section.timelines().get(0).bars())
                .contains(
                        new Page.Bar(0, 0, 1, Page.Fate.APPLIED, 0),
                        new Page.Bar(1, 0, 3, Page.Fate.APPLIED, 1),
                        new Page.Bar(0, 1, 4, Page.Fate.APPLIED, 1));
        assertThat(section.caption())
                .endsWith("100.0 % of the workers' time goes into gradients that count, 0.0 % into others, and 0.0 % is"
                        + " waiting.");
    }

    @Test
    void whatAnUpdateOfOthersEndsIsWorkForNothing() {
        VirtualStudy study = new VirtualStudy(
                directory,
                1,
                "workers: 2, batchSize: 2, synchronization: {rule: k-sync, quorum: 1}",
                "optimizer.learningRate",
                "[0.2]");
        ArrivalLog log = new ArrivalLog();
        log.append(1, 0, true, 2 * SECOND);
        study.arrivals(study.run("0.2", 1, step -> step, step -> 1), "k-sync", 2, 1, log);

        Page.Section section = new WorkerTimeline().draw(study.read());

        assertThat(section.timelines().get(0).bars())
                .contains(new Page.Bar(1, 0, 2, Page.Fate.APPLIED, 0), new Page.Bar(0, 0, 2, Page.Fate.CANCELLED, 0));
        assertThat(section.caption()).contains("50.0 % of the workers' time goes into gradients that count, 50.0 %");
    }
}
