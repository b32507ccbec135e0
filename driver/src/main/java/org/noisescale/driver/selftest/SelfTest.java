package org.noisescale.driver.selftest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;
import org.noisescale.driver.job.RunRevision;
import org.noisescale.driver.job.SparkCluster;
import org.noisescale.driver.job.StopRequest;
import org.noisescale.driver.job.StudyExecution;
import org.noisescale.driver.job.StudyProgress;
import org.noisescale.driver.results.OutputFolder;
import org.noisescale.driver.study.Study;
import org.noisescale.driver.study.StudyReader;

/** Runs problems as studies, each in a folder of its own. */
public final class SelfTest {
    private final Path folder;
    private final StudyProgress progress;
    private final StopRequest stop;
    private final RunRevision revision;

    /** A self-test that leaves its results below {@code folder}. */
    public SelfTest(Path folder, StudyProgress progress, StopRequest stop) {
        this(folder, progress, stop, RunRevision.NONE);
    }

    /** The same with a fault, to see whether it is found. */
    SelfTest(Path folder, StudyProgress progress, StopRequest stop, RunRevision revision) {
        this.folder = folder;
        this.progress = progress;
        this.stop = stop;
        this.revision = revision;
    }

    /**
     * Runs a problem and judges its results; without findings if it was stopped.
     *
     * @throws org.noisescale.driver.job.RunFailedException if a run cannot be finished
     */
    public List<Finding> examine(Problem problem, SparkCluster cluster) throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve(problem.name()));
        String text = "name: " + problem.name() + "\nquestion: Is the truth met?\n" + problem.study(target);
        Study study = StudyReader.read(text, problem.name(), target, List.of());
        try (OutputFolder output = OutputFolder.open(target, study)) {
            new StudyExecution(study, output, progress, stop, revision).run(cluster);
        }
        return stop.isMade() ? List.of() : problem.judge(StudyResults.read(target));
    }
}
