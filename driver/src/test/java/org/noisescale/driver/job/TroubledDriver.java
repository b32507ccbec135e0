package org.noisescale.driver.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.catalog.StudyCatalog;

/** A driver whose workers are its threads, and which is killed, or stopped for a second, at a moment of theirs. */
final class TroubledDriver {
    private TroubledDriver() {}

    /** Arguments: {@code STUDY OUT MOMENT MARKER SETTING}, and {@code pause} if it is not to be killed. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Study study = StudyCatalog.read(arguments[0], List.of(arguments[4]));
        FailingObjective.Moment moment = FailingObjective.Moment.valueOf(arguments[2]);
        FailingObjective.Trouble trouble = arguments.length > 5
                ? new FailingObjective.Pause(
                        arguments[3], List.of(ProcessHandle.current().pid()))
                : new FailingObjective.Kill(arguments[3], FailingObjective.Kill.SELF);
        try (SparkCluster cluster = SparkCluster.connect(Optional.empty(), 2);
                OutputFolder folder = OutputFolder.open(Path.of(arguments[1]), study)) {
            new StudyExecution(
                            study,
                            folder,
                            new SilentProgress(),
                            new StopRequest(),
                            FailingObjective.revision(moment, trouble))
                    .run(cluster);
        }
    }
}
