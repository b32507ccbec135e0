package org.noisescale.driver.report;

import java.nio.file.Path;
import java.util.List;
import org.noisescale.driver.analysis.StudyResults;

/** The results of networks with BatchNormalization over 4 virtual workers, whose figures are made up. */
final class NormalizedStudy {
    private static final String YAML = """
            name: normalized
            question: Who should share statistics?
            data: {source: strokes}
            model: {kind: mlp, batchNorm: local}
            training: {workers: 2, virtualWorkers: 4, batchSize: 64}
            sweep: {training.batchSize: [16, 64], model.batchNorm: ['ghost:4', local, 'group:2', sync]}
            """;

    private final ResultFolder folder;

    NormalizedStudy(Path directory) {
        folder = new ResultFolder(directory, YAML, "training.batchSize,model.batchNorm");
    }

    /**
     * A run.
     *
     * @param steps the rows of its steps
     */
    String run(int batchSize, String batchNorm, int seed, List<String> steps) {
        String id = batchNorm.replace(':', '-') + "-" + batchSize + "-" + seed;
        folder.addRun(
                id,
                batchSize + "," + batchNorm + "," + seed + "," + steps.size() + ",1,0.1,,0.5,0.5,,1,2,2,1,3,ab",
                steps);
        return id;
    }

    /** Gives a run another file. */
    void file(String run, String name, String text) {
        folder.write("runs/" + run + "/" + name, text);
    }

    Comparison read() {
        return new Comparison(List.of(StudyResults.read(folder.directory())));
    }
}
