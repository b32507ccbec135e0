package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;

/** A driver whose workers are its threads, and which is stopped for a second, and then killed, at moments of theirs. */
final class TroubledDriver {
    private TroubledDriver() {}

    /**
     * Arguments: {@code STUDY OUT SETTING MARKER MOMENT}, of its death, and the moment of a pause before if there is.
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Study study = StudyCatalog.read(arguments[0], List.of(arguments[2]));
        List<RunRevision> happenings = new ArrayList<>();
        happenings.add(FailingObjective.revision(
                FailingObjective.Moment.valueOf(arguments[4]),
                new FailingObjective.Kill(arguments[3], FailingObjective.Kill.SELF)));
        if (arguments.length > 5) {
            happenings.add(FailingObjective.revision(
                    FailingObjective.Moment.valueOf(arguments[5]),
                    new FailingObjective.Pause(
                            arguments[3] + "-pause",
                            List.of(ProcessHandle.current().pid()))));
        }
        try (SparkCluster cluster = SparkCluster.connect(Optional.empty(), 2);
                OutputFolder folder = OutputFolder.open(Path.of(arguments[1]), study)) {
            new StudyExecution(
                            study,
                            folder,
                            new SilentProgress(),
                            new StopRequest(),
                            FailingObjective.revision(happenings))
                    .run(cluster);
        }
    }
}
